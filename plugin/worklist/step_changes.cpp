#include "plugin/worklist/step_changes.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/event_report.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

void set_modified(LazyDataSet& item, TimePoint now) {
  dicom::set_string(item, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(now));
}

Workitem with_state(const Workitem& before, StepState state, TimePoint now) {
  Workitem after = before;
  after.state = state;
  dicom::set_string(after.item, tag::kProcedureStepState, "CS", to_string(state));
  set_modified(after.item, now);
  if (is_final(state)) {
    after.lease_until.reset();
    after.quiet_at.reset();
  }
  return after;
}

bool has_come(const std::optional<TimePoint>& moment, TimePoint now) {
  return moment && *moment <= now;
}

}  // namespace

WorkitemChange claim(const Workitem& before, const std::string& transaction_hash, TimePoint lease_until,
                     TimePoint now) {
  Workitem after = with_state(before, StepState::kInProgress, now);
  after.transaction_hash = transaction_hash;
  after.lease_until = lease_until;
  std::vector<WorkitemEvent> events = change_events(before, after);
  return {std::move(after), std::nullopt, std::move(events), {}};
}

WorkitemChange complete(const Workitem& before, TimePoint now) {
  Workitem after = with_state(before, StepState::kCompleted, now);
  std::vector<WorkitemEvent> events = change_events(before, after);
  return {std::move(after), std::nullopt, std::move(events), {}};
}

WorkitemChange cancel(const Workitem& before, const RetryPolicy& policy, TimePoint now) {
  Workitem after = with_state(before, StepState::kCanceled, now);
  complete_cancellation(after.item, now);
  return {after, replacement_of(after, policy, now), change_events(before, after)};
}

WorkitemChange cancel_unclaimed(const Workitem& before, const Json& request, TimePoint now) {
  const Workitem between = with_state(before, StepState::kInProgress, now);
  Workitem after = with_state(before, StepState::kCanceled, now);
  after.cancel_requested = true;
  Json progress = Json::object();
  for (const char* key : {tag::kReasonForCancellation, tag::kProcedureStepDiscontinuationReasonCodeSequence}) {
    if (dicom::has_value(request, key)) progress[key] = request.at(key);
  }
  dicom::set_items(after.item, tag::kProcedureStepProgressInformationSequence, {std::move(progress)});
  complete_cancellation(after.item, now);
  return {after, std::nullopt, {state_report(between), state_report(after)}};
}

WorkitemChange note_cancel_request(const Workitem& before, const Json& request, const std::string& requester) {
  Workitem after = before;
  after.cancel_requested = true;
  return {after, std::nullopt, {cancel_requested_report(after, request, requester)}};
}

WorkitemChange end_unclaimed(const Workitem& before, const std::string& sentence, const char* reason_class,
                             TimePoint now) {
  const Workitem between = with_state(before, StepState::kInProgress, now);
  Workitem after = with_state(before, StepState::kCanceled, now);
  set_cancellation(after.item, sentence, {unspecified_reason(), {reason_class, kLocalScheme, reason_class}}, now);
  return {after, std::nullopt, {state_report(between), state_report(after)}};
}

WorkitemChange become_ready(const Workitem& before, TimePoint now) {
  Workitem after = before;
  after.quiet_at.reset();
  dicom::set_string(after.item, tag::kInputReadinessState, "CS", "READY");
  set_modified(after.item, now);
  std::vector<WorkitemEvent> events = change_events(before, after);
  return {std::move(after), std::nullopt, std::move(events), {}};
}

std::optional<WorkitemChange> wake_up(const Workitem& before, const RetryPolicy& policy, TimePoint now) {
  if (before.state == StepState::kInProgress && has_come(before.lease_until, now)) {
    return expire_lease(before, policy, now);
  }
  if (before.state != StepState::kScheduled) return std::nullopt;
  if (has_come(before.expiration(), now)) {
    return end_unclaimed(before, "Expired: no performer claimed the step in time", kNotClaimed, now);
  }
  if (has_come(before.quiet_at, now)) return become_ready(before, now);
  return std::nullopt;
}

WorkitemChange expire_lease(const Workitem& before, const RetryPolicy& policy, TimePoint now) {
  Workitem lost = before;
  set_cancellation(lost.item, "Lease expired: the performer gave no sign of life",
                   {unspecified_reason(), {kTransient, kLocalScheme, "Transient failure"}}, now);
  WorkitemChange change = cancel(lost, policy, now);
  change.events = change_events(before, change.after);
  return change;
}

WorkitemChange update(const Workitem& before, LazyDataSet attributes, TimePoint lease_until, TimePoint now) {
  Workitem after = before;
  // The item is UTF-8, as JSON is, whatever the character set of the client's own copy.
  attributes.erase(tag::kSpecificCharacterSet);
  after.item.update(attributes);
  keep_cancellation_reason(after.item, before.item);
  set_modified(after.item, now);
  if (after.state == StepState::kInProgress) after.lease_until = lease_until;
  std::vector<WorkitemEvent> events = change_events(before, after);
  return {std::move(after), std::nullopt, std::move(events), {}};
}

}  // namespace sonolist::plugin
