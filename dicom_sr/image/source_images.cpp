#include "dicom_sr/image/source_images.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <set>
#include <string>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

void require_equal(const SourceImage& image, const SourceImage& first, const DcmTagKey& tag) {
  if (get_values(image.dataset(), tag) != get_values(first.dataset(), tag))
    refuse_input(std::string(DcmTag(tag).getTagName()) + " differs between the images of one result");
}

}  // namespace

void require_one_patient_and_series(const SourceImages& sources) {
  if (sources.empty()) refuse_input("a result needs at least one source image");
  const SourceImage& first = *sources.front();
  std::set<std::string> instances;
  for (const SourceImage* image : sources) {
    for (const DcmTagKey& tag : {DCM_PatientID, DCM_IssuerOfPatientID, DCM_PatientName, DCM_PatientBirthDate,
                                 DCM_SpecificCharacterSet, DCM_StudyInstanceUID, DCM_SeriesInstanceUID})
      require_equal(*image, first, tag);
    if (!instances.insert(image->sop_instance_uid()).second) refuse_input("an image appears twice in one result");
  }
}

void require_one_series(const SourceImages& sources) {
  require_one_patient_and_series(sources);
  const SourceImage& first = *sources.front();
  for (const SourceImage* image : sources) {
    for (const DcmTagKey& tag : {DCM_SOPClassUID, DCM_FrameOfReferenceUID}) require_equal(*image, first, tag);
    if (image->rows() != first.rows() || image->cols() != first.cols())
      refuse_input("Rows or Columns differ between the images of one result");
  }
}

}  // namespace sonolist::dicom
