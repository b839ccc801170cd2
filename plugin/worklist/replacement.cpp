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
  const auto delay = policy.retry_delay * (1 << std::min(attempt - 1, kMaximumDoublings));
  return NextAttempt{attempt + 1, now + delay};
}

Json reference_to(const Workitem& workitem) {
  Json reference = Json::object();
  const std::string sop_class = dicom::get_string(workitem.item, tag::kSopClassUid).value_or("");
  dicom::set_string(reference, tag::kReferencedSopClassUid, "UI", sop_class);
  dicom::set_string(reference, tag::kReferencedSopInstanceUid, "UI", workitem.uid());
  return reference;
}

}  // namespace

std::optional<Workitem> replacement_of(const Workitem& canceled, const RetryPolicy& policy, TimePoint now) {
  const auto next = next_attempt(canceled, policy, now);
  if (!next) return std::nullopt;
  Workitem replacement;
  Json& item = replacement.item;
  item = canceled.item;
  dicom::set_string(item, tag::kSopInstanceUid, "UI",
                    dicom::deterministic_uid("workitem-replacement|" + canceled.uid()));
  dicom::set_string(item, tag::kProcedureStepState, "CS", to_string(StepState::kScheduled));
  dicom::set_string(item, tag::kScheduledProcedureStepStartDateTime, "DT", format_date_time(next->start));
  dicom::set_string(item, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(now));
  dicom::set_empty(item, tag::kProcedureStepProgressInformationSequence, "SQ");
  dicom::set_empty(item, tag::kUpsPerformedProcedureSequence, "SQ");
  dicom::set_items(item, tag::kReplacedProcedureStepSequence, {reference_to(canceled)});
  set_attempt(item, next->attempt);
  return replacement;
}

}  // namespace sonolist::plugin
