#include "plugin/worklist/workitem.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {

std::string Workitem::uid() const {
  return dicom::get_string(item, dicom::tag::kSopInstanceUid).value_or("");
}

std::string Workitem::source_sop_uid() const {
  for (const Json& input : dicom::get_items(item, dicom::tag::kInputInformationSequence)) {
    for (const Json& reference : dicom::get_items(input, dicom::tag::kReferencedSopSequence)) {
      if (const auto uid = dicom::get_string(reference, dicom::tag::kReferencedSopInstanceUid)) return *uid;
    }
  }
  return "";
}

int Workitem::attempt() const {
  return attempt_of(item);
}

}  // namespace sonolist::plugin
