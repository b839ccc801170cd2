#include "plugin/worklist/replacement.h"

#include <algorithm>

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr int kMaximumDoublings = 10;

// From 0.75 to 1.25, evenly, always the same for one UID. FNV-1a: std::hash may differ between builds.
double spread(const std::string& uid) {
  std::uint32_t hash = 2166136261U;
  for (const char c : uid) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return 0.75 + 0.5 * static_cast<double>(hash % 1000) / 1000.0;
}

struct NextAttempt {
  int attempt;
  TimePoint start;
};

std::optional<NextAttempt> next_attempt(const Workitem& canceled, const RetryPolicy& policy, TimePoint now) {
  if (canceled.cancel_requested) return std::nullopt;
  const std::string reason = discontinuation_class(canceled.item);
  const int attempt = canceled.attempt();
  if (reason == kHandback) return NextAttempt{attempt, now};
  if (reason != kTransient && reason != kInternal) return std::nullopt;
  if (attempt >= policy.maximum_attempts) return std::nullopt;
  const std::chrono::microseconds delay = policy.retry_delay * (1 << std::min(attempt - 1, kMaximumDoublings));
  const double spread_delay = static_cast<double>(delay.count()) * spread(canceled.uid());
  return NextAttempt{attempt + 1, now + std::chrono::microseconds(static_cast<std::int64_t>(spread_delay))};
}

Json reference_to(const Workitem& workitem) {
  Json reference = Json::object();
  const std::string sop_class = dicom::get_string(workitem.item, tag::kSopClassUid).value_or("");
  dicom::set_string(reference, tag::kReferencedSopClassUid, "UI", sop_class);
  dicom::set_string(reference, tag::kReferencedSopInstanceUid, "UI", workitem.uid());
  return reference;
}

// SCHEDULED, with the inputs and parameters of `before`, and named as its replacement.
Workitem successor(const Workitem& before, const NextAttempt& next, TimePoint now) {
  Workitem successor;
  successor.series_key = before.series_key;
  LazyDataSet& item = successor.item;
  item = before.item;
  dicom::set_string(item, tag::kSopInstanceUid, "UI", dicom::deterministic_uid("workitem-replacement|" + before.uid()));
  dicom::set_string(item, tag::kProcedureStepState, "CS", to_string(StepState::kScheduled));
  dicom::set_string(item, tag::kScheduledProcedureStepStartDateTime, "DT", format_date_time(next.start));
  dicom::set_string(item, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(now));
  dicom::set_empty(item, tag::kProcedureStepProgressInformationSequence, "SQ");
  dicom::set_empty(item, tag::kUpsPerformedProcedureSequence, "SQ");
  dicom::set_items(item, tag::kReplacedProcedureStepSequence, {reference_to(before)});
  set_attempt(item, next.attempt);
  return successor;
}

}  // namespace

std::optional<Workitem> replacement_of(const Workitem& canceled, const RetryPolicy& policy, TimePoint now) {
  const auto next = next_attempt(canceled, policy, now);
  if (!next) return std::nullopt;
  return successor(canceled, *next, now);
}

Workitem requeue_of(const Workitem& before, TimePoint start, TimePoint now) {
  Workitem requeued = successor(before, {1, start}, now);
  // The time that the step had is over, and a person knows that.
  requeued.item.erase(tag::kScheduledProcedureStepExpirationDateTime);
  return requeued;
}

}  // namespace sonolist::plugin
