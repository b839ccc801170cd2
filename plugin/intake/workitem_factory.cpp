#include "plugin/intake/workitem_factory.h"

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/segmentation_task.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kWorklistLabel = "SONOLIST";
constexpr std::size_t kMaximumLabelLength = 64;  // VR LO

}  // namespace

Workitem make_workitem(const ImageAttributes& image, const Rule& rule, const std::string& retrieve_root,
                       TimePoint now) {
  const std::string sop_uid = image.value("SOPInstanceUID");
  dicom::SegmentationTask task;
  task.workitem_uid =
      dicom::deterministic_uid("workitem|" + sop_uid + "|" + rule.model + "|" + rule.model_version + "|1");
  task.model = rule.model;
  task.model_version = rule.model_version;
  task.attempt = 1;
  task.priority = rule.priority;
  task.worklist_label = kWorklistLabel;
  task.label = ("US segmentation: " + rule.model).substr(0, kMaximumLabelLength);
  task.start_date_time = format_date_time(now);
  task.study_instance_uid = image.value("StudyInstanceUID");
  task.series_instance_uid = image.value("SeriesInstanceUID");
  task.inputs = {{image.value("SOPClassUID"), sop_uid}};
  task.retrieve_url = retrieve_root + "studies/" + task.study_instance_uid + "/series/" + task.series_instance_uid +
                      "/instances/" + sop_uid;
  task.patient_name = image.value("PatientName");
  task.patient_id = image.value("PatientID");
  task.issuer_of_patient_id = image.value("IssuerOfPatientID");
  task.patient_birth_date = image.value("PatientBirthDate");
  task.patient_sex = image.value("PatientSex");
  task.accession_number = image.value("AccessionNumber");
  Workitem workitem;
  workitem.item = dicom::to_workitem(task);
  workitem.item.erase(dicom::tag::kTransactionUid);
  dicom::set_string(workitem.item, dicom::tag::kScheduledProcedureStepModificationDateTime, "DT",
                    format_date_time(now));
  return workitem;
}

}  // namespace sonolist::plugin
