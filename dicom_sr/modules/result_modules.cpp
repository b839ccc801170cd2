#include "dicom_sr/modules/result_modules.h"

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/equipment_modules.h"
#include "dicom_sr/modules/patient_study_modules.h"
#include "dicom_sr/modules/value_check.h"

namespace sonolist::dicom {

void require_identity(const ResultIdentity& identity) {
  require_uid("sop_instance_uid", identity.sop_instance_uid);
  require_uid("series_instance_uid", identity.series_instance_uid);
  if (identity.sop_instance_uid == identity.series_instance_uid)
    throw DicomError(ErrorClass::kInternal, "series_instance_uid equals sop_instance_uid");
  if (identity.series_number < 1) throw DicomError(ErrorClass::kInternal, "series_number must be 1 or more");
  require_date("content_date", identity.content_date);
  require_time("content_time", identity.content_time);
}

void write_result_modules(DcmItem& source, DcmItem& dataset, const ResultIdentity& identity,
                          const Algorithm& algorithm) {
  copy_patient_and_study(source, dataset);

  put_string(dataset, DCM_SOPClassUID, identity.sop_class_uid);
  put_string(dataset, DCM_SOPInstanceUID, identity.sop_instance_uid);
  put_string(dataset, DCM_InstanceCreationDate, identity.content_date);
  put_string(dataset, DCM_InstanceCreationTime, identity.content_time);
  put_string(dataset, DCM_InstanceNumber, "1");
  put_string(dataset, DCM_ContentDate, identity.content_date);
  put_string(dataset, DCM_ContentTime, identity.content_time);
  put_string(dataset, DCM_ContentQualification, "RESEARCH");

  put_string(dataset, DCM_Modality, identity.modality);
  put_string(dataset, DCM_SeriesInstanceUID, identity.series_instance_uid);
  put_string(dataset, DCM_SeriesNumber, std::to_string(identity.series_number));
  put_string(dataset, DCM_SeriesDescription, identity.series_description);
  put_string(dataset, DCM_SeriesDate, identity.content_date);
  put_string(dataset, DCM_SeriesTime, identity.content_time);
  // Both are left out rather than empty: Laterality is type 2C and dciodvfy refuses an empty one.
  for (const DcmTagKey& tag : {DCM_BodyPartExamined, DCM_Laterality}) {
    if (!get_value(source, tag).empty()) copy_attribute(source, dataset, tag);
  }

  write_equipment(dataset, algorithm);
  write_contributing_equipment(source, dataset);
}

}  // namespace sonolist::dicom
