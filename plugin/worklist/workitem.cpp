#include "plugin/worklist/workitem.h"

#include <algorithm>

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

// The first instance UID in the sequence, or empty.
std::string first_reference(DataSetView item, const char* sequence) {
  for (const Json& reference : dicom::values_in_place(item, sequence)) {
    if (const auto uid = dicom::get_string(reference, tag::kReferencedSopInstanceUid)) return *uid;
  }
  return "";
}

}  // namespace

std::string Workitem::uid() const {
  return dicom::get_string(item, tag::kSopInstanceUid).value_or("");
}

std::string Workitem::source_sop_uid() const {
  for (const Json& input : dicom::values_in_place(item, tag::kInputInformationSequence)) {
    std::string found = first_reference(input, tag::kReferencedSopSequence);
    if (!found.empty()) return found;
  }
  return "";
}

int Workitem::attempt() const {
  return attempt_of(item);
}

std::string Workitem::model() const {
  return parameter_text(item, "MODEL");
}

std::string Workitem::replaces_uid() const {
  return first_reference(item, tag::kReplacedProcedureStepSequence);
}

std::optional<TimePoint> Workitem::expiration() const {
  const auto text = dicom::get_string(item, tag::kScheduledProcedureStepExpirationDateTime);
  const auto time = text ? parse_date_time(*text) : std::nullopt;
  if (!time) return std::nullopt;
  return time->last;
}

std::optional<TimePoint> Workitem::wake_up() const {
  if (is_final(state)) return std::nullopt;
  if (state == StepState::kInProgress) return lease_until;
  const auto end = expiration();
  if (!end || !quiet_at) return end ? end : quiet_at;
  return std::min(*end, *quiet_at);
}

}  // namespace sonolist::plugin
