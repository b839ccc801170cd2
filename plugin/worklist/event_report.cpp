#include "plugin/worklist/event_report.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using Type = WorkitemEvent::Type;

constexpr const char* kCommunicationsUriSequence = "00741008";
constexpr std::array<const char*, 3> kProgressAttributes = {
    tag::kProcedureStepProgress, tag::kProcedureStepProgressDescription, kCommunicationsUriSequence};
constexpr const char* kRequestingAe = "00741236";
constexpr const char* kHumanPerformerCodeSequence = "00404009";
constexpr const char* kHumanPerformerOrganization = "00404036";

void copy_values(DataSetView from, std::initializer_list<const char*> tags, Json& to) {
  for (const char* key : tags) {
    if (dicom::has_value(from, key)) to[key] = *from.find(key);
  }
}

bool is_assigned(const Workitem& workitem) {
  return dicom::has_value(workitem.item, tag::kScheduledStationNameCodeSequence) ||
         dicom::has_value(workitem.item, tag::kScheduledHumanPerformersSequence);
}

bool differs(const Workitem& before, const Workitem& after, const char* key) {
  return !before.item.has_same(after.item, key);
}

// Reasons for a cancellation alone are no progress.
bool has_new_progress(const Json& before, const Json& after) {
  const auto differs_here = [&](const char* key) {
    const Json* old_value = DataSetView(before).find(key);
    const Json* new_value = DataSetView(after).find(key);
    return old_value == nullptr || new_value == nullptr ? old_value != new_value : *old_value != *new_value;
  };
  const auto is_told = [&](const char* key) { return dicom::has_value(after, key); };
  return std::any_of(kProgressAttributes.begin(), kProgressAttributes.end(), differs_here) &&
         std::any_of(kProgressAttributes.begin(), kProgressAttributes.end(), is_told);
}

WorkitemEvent progress_report(const Workitem& workitem) {
  Json content = Json::object();
  const Json* progress = workitem.item.find(tag::kProcedureStepProgressInformationSequence);
  content[tag::kProcedureStepProgressInformationSequence] = progress == nullptr ? Json::object() : *progress;
  return {Type::kProgressReport, workitem.uid(), std::move(content)};
}

WorkitemEvent assigned_report(const Workitem& workitem) {
  Json content = Json::object();
  copy_values(workitem.item, {tag::kScheduledStationNameCodeSequence}, content);
  for (const Json& performer : dicom::values_in_place(workitem.item, tag::kScheduledHumanPerformersSequence)) {
    copy_values(performer, {kHumanPerformerCodeSequence, kHumanPerformerOrganization}, content);
  }
  return {Type::kAssigned, workitem.uid(), std::move(content)};
}

}  // namespace

WorkitemEvent state_report(const Workitem& workitem) {
  Json content = Json::object();
  dicom::set_string(content, tag::kProcedureStepState, "CS", to_string(workitem.state));
  copy_values(workitem.item, {tag::kInputReadinessState}, content);
  copy_values(progress_item(workitem.item),
              {tag::kReasonForCancellation, tag::kProcedureStepDiscontinuationReasonCodeSequence}, content);
  return {Type::kStateReport, workitem.uid(), std::move(content)};
}

WorkitemEvent cancel_requested_report(const Workitem& workitem, const Json& request, const std::string& requester) {
  Json content = Json::object();
  dicom::set_string(content, kRequestingAe, "AE", requester);
  copy_values(request,
              {tag::kReasonForCancellation, tag::kProcedureStepDiscontinuationReasonCodeSequence, tag::kContactUri,
               tag::kContactDisplayName},
              content);
  return {Type::kCancelRequested, workitem.uid(), std::move(content)};
}

std::vector<WorkitemEvent> creation_events(const Workitem& workitem) {
  std::vector<WorkitemEvent> events = {state_report(workitem)};
  if (is_assigned(workitem)) events.push_back(assigned_report(workitem));
  return events;
}

std::vector<WorkitemEvent> change_events(const Workitem& before, const Workitem& after) {
  std::vector<WorkitemEvent> events;
  if (differs(before, after, tag::kProcedureStepProgressInformationSequence) &&
      has_new_progress(progress_item(before.item), progress_item(after.item))) {
    events.push_back(progress_report(after));
  }
  if (before.state != after.state || differs(before, after, tag::kInputReadinessState)) {
    events.push_back(state_report(after));
  }
  if (is_assigned(after) && (differs(before, after, tag::kScheduledStationNameCodeSequence) ||
                             differs(before, after, tag::kScheduledHumanPerformersSequence))) {
    events.push_back(assigned_report(after));
  }
  return events;
}

}  // namespace sonolist::plugin
