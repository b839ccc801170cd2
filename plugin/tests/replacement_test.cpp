#include "plugin/worklist/replacement.h"

#include <gtest/gtest.h>

#include <set>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/attribute_rules.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/processing_parameters.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr RetryPolicy kPolicy{3, std::chrono::milliseconds(5000)};
const TimePoint kNow = parse_date_time("20260301120000")->first;

Workitem claimed(int attempt) {
  Workitem workitem = sample_workitem("1.2.3");
  set_attempt(workitem.item, attempt);
  return claim(workitem, "hash", kNow, kNow).after;
}

Workitem canceled(int attempt, const std::string& discontinuation_class) {
  Workitem workitem = claimed(attempt);
  workitem.item.update(sample_cancellation_update(discontinuation_class));
  workitem.state = StepState::kCanceled;
  return workitem;
}

TimePoint start_of(const Workitem& workitem) {
  return parse_date_time(*dicom::get_string(workitem.item, tag::kScheduledProcedureStepStartDateTime))->first;
}

TEST(Replacement, ComesThoughALateReportOfProgressFollowsTheReason) {
  const Workitem told = update(claimed(1), sample_cancellation_update("HANDBACK"), kNow, kNow).after;
  const Workitem late = update(told, dicom::progress_update(50.0, "Processing"), kNow, kNow).after;
  const WorkitemChange change = cancel(late, kPolicy, kNow);
  EXPECT_EQ(discontinuation_class(change.after.item), "HANDBACK");
  EXPECT_TRUE(change.replacement);
  const Workitem corrected = update(late, sample_cancellation_update("INPUT"), kNow, kNow).after;
  EXPECT_EQ(discontinuation_class(corrected.item), "INPUT");
}

TEST(Replacement, IsACleanStepThatNamesTheOldOne) {
  Workitem old = canceled(1, "TRANSIENT");
  old.item.update(sample_performed_update());
  const auto replacement = replacement_of(old, kPolicy, kNow);
  ASSERT_TRUE(replacement);
  EXPECT_NE(replacement->uid(), old.uid());
  EXPECT_EQ(replacement->state, StepState::kScheduled);
  EXPECT_EQ(replacement->transaction_hash, "");
  EXPECT_EQ(replacement->attempt(), 2);
  EXPECT_FALSE(dicom::has_value(replacement->item, tag::kUpsPerformedProcedureSequence));
  const auto replaced = dicom::get_items(replacement->item, tag::kReplacedProcedureStepSequence);
  ASSERT_EQ(replaced.size(), 1u);
  EXPECT_EQ(dicom::get_string(replaced[0], tag::kReferencedSopInstanceUid), old.uid());
  // With the empty lock that a client would send it could have been created from outside.
  Json as_created = replacement->item.to_json();
  dicom::set_empty(as_created, tag::kTransactionUid, "UI");
  EXPECT_TRUE(create_problems(as_created).empty());
}

TEST(Replacement, IsTheSameHoweverOftenItIsMade) {
  EXPECT_EQ(replacement_of(canceled(1, "TRANSIENT"), kPolicy, kNow)->uid(),
            replacement_of(canceled(1, "TRANSIENT"), kPolicy, kNow + std::chrono::hours(1))->uid());
}

TEST(Replacement, BacksOffExponentially) {
  const auto delay = [](int attempt, const RetryPolicy& policy) {
    return std::chrono::duration<double>(start_of(*replacement_of(canceled(attempt, "INTERNAL"), policy, kNow)) - kNow)
        .count();
  };
  const double first = delay(1, kPolicy);
  EXPECT_GE(first, 5 * 0.75);
  EXPECT_LE(first, 5 * 1.25);
  EXPECT_NEAR(delay(2, kPolicy), 2 * first, 1e-5);
  EXPECT_NEAR(delay(90, {100, kPolicy.retry_delay}), 1024 * first, 1e-5) << "the delay does not double for ever";
}

TEST(Replacement, SpreadsStepsThatFailedTogether) {
  std::set<TimePoint> starts;
  for (int i = 0; i < 100; ++i) {
    Workitem workitem = canceled(1, "TRANSIENT");
    dicom::set_string(workitem.item, tag::kSopInstanceUid, "UI", "1.2.3." + std::to_string(i));
    starts.insert(start_of(*replacement_of(workitem, kPolicy, kNow)));
  }
  EXPECT_GT(starts.size(), 80U);
  EXPECT_GT(*starts.rbegin() - *starts.begin(), std::chrono::seconds(2));
}

TEST(Requeue, IsAFirstAttemptThatReplacesTheOldStepOnce) {
  Workitem dead = canceled(3, "INTERNAL");
  dead.series_key = "key";
  dicom::set_string(dead.item, tag::kScheduledProcedureStepExpirationDateTime, "DT", "20260301120000");
  const Workitem again = requeue_of(dead, kNow + std::chrono::minutes(1), kNow);
  EXPECT_EQ(again.state, StepState::kScheduled);
  EXPECT_EQ(again.attempt(), 1);
  EXPECT_EQ(again.series_key, "key");
  EXPECT_EQ(again.replaces_uid(), dead.uid());
  EXPECT_EQ(start_of(again), kNow + std::chrono::minutes(1));
  EXPECT_EQ(again.uid(), requeue_of(dead, kNow, kNow).uid());
  EXPECT_FALSE(again.wake_up()) << "the expired time would end it at once";
}

TEST(WakeUp, DoesWhatTheMomentBrings) {
  Workitem scheduled = sample_workitem("1.2.3");
  EXPECT_FALSE(wake_up(scheduled, kPolicy, kNow));
  scheduled.quiet_at = kNow;
  EXPECT_FALSE(wake_up(scheduled, kPolicy, kNow - std::chrono::seconds(1)));
  const auto ready = wake_up(scheduled, kPolicy, kNow);
  ASSERT_TRUE(ready);
  EXPECT_EQ(dicom::get_string(ready->after.item, tag::kInputReadinessState), "READY");
  EXPECT_FALSE(ready->after.quiet_at);

  dicom::set_string(scheduled.item, tag::kScheduledProcedureStepExpirationDateTime, "DT", "20260301115959");
  const auto expired = wake_up(scheduled, kPolicy, kNow);
  ASSERT_TRUE(expired);
  EXPECT_EQ(expired->after.state, StepState::kCanceled);
  EXPECT_EQ(discontinuation_class(expired->after.item), kNotClaimed);
  EXPECT_FALSE(expired->replacement);
  EXPECT_EQ(expired->events.size(), 2U);
  EXPECT_TRUE(final_state_problems(expired->after.item, StepState::kCanceled).empty());

  const auto lost = wake_up(claimed(1), kPolicy, kNow);
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->after.state, StepState::kCanceled);
  EXPECT_TRUE(lost->replacement);
  EXPECT_FALSE(wake_up(lost->after, kPolicy, kNow + std::chrono::hours(1)));
}

TEST(Replacement, EndsWithTheLastAttempt) {
  EXPECT_FALSE(replacement_of(canceled(3, "TRANSIENT"), kPolicy, kNow));
  EXPECT_FALSE(replacement_of(canceled(3, "INTERNAL"), kPolicy, kNow));
}

TEST(Replacement, HandbackIsAtOnceAndDoesNotCount) {
  const auto replacement = replacement_of(canceled(3, "HANDBACK"), kPolicy, kNow);
  ASSERT_TRUE(replacement);
  EXPECT_EQ(replacement->attempt(), 3);
  EXPECT_EQ(start_of(*replacement), kNow);
}

TEST(Replacement, FinalReasonsHaveNone) {
  for (const char* reason : {"INPUT", "CONFIGURATION", "SOMETHING", ""}) {
    EXPECT_FALSE(replacement_of(canceled(1, reason), kPolicy, kNow)) << reason;
  }
}

TEST(Replacement, IsNotMadeAgainstARequestToCancel) {
  Workitem workitem = canceled(1, "HANDBACK");
  workitem.cancel_requested = true;
  EXPECT_FALSE(replacement_of(workitem, kPolicy, kNow));
}

TEST(ExpiredLease, CancelsWithReasonAndReplacement) {
  const WorkitemChange change = expire_lease(claimed(1), kPolicy, kNow);
  EXPECT_EQ(change.after.state, StepState::kCanceled);
  EXPECT_FALSE(change.after.lease_until);
  EXPECT_TRUE(final_state_problems(change.after.item, StepState::kCanceled).empty());
  ASSERT_TRUE(change.replacement);
  EXPECT_EQ(change.replacement->attempt(), 2);
  ASSERT_EQ(change.events.size(), 1u);
  EXPECT_EQ(change.events[0].type, WorkitemEvent::Type::kStateReport);
}

TEST(CancelUnclaimed, ReportsBothTransitions) {
  Json request = Json::object();
  dicom::set_string(request, tag::kReasonForCancellation, "LT", "Not needed");
  const WorkitemChange change = cancel_unclaimed(sample_workitem("1.2.3"), request, kNow);
  EXPECT_EQ(change.after.state, StepState::kCanceled);
  EXPECT_FALSE(change.replacement);
  EXPECT_TRUE(final_state_problems(change.after.item, StepState::kCanceled).empty());
  ASSERT_EQ(change.events.size(), 2u);
  EXPECT_EQ(dicom::get_string(change.events[0].content, tag::kProcedureStepState), "IN PROGRESS");
  EXPECT_EQ(dicom::get_string(change.events[1].content, tag::kProcedureStepState), "CANCELED");
  EXPECT_EQ(dicom::get_string(change.events[1].content, tag::kReasonForCancellation), "Not needed");
}

TEST(Update, ReportsProgressAndRenewsTheLease) {
  const WorkitemChange change =
      update(claimed(1), dicom::progress_update(40, "Inference"), kNow + std::chrono::minutes(1), kNow);
  EXPECT_EQ(change.after.lease_until, kNow + std::chrono::minutes(1));
  ASSERT_EQ(change.events.size(), 1u);
  EXPECT_EQ(change.events[0].type, WorkitemEvent::Type::kProgressReport);
}

TEST(Update, ReportsAnAssignment) {
  Json attributes = Json::object();
  dicom::set_code(attributes, tag::kScheduledStationNameCodeSequence, {"GPU1", "99TEST", "First"});
  const WorkitemChange change = update(sample_workitem("1.2.3"), attributes, kNow, kNow);
  EXPECT_FALSE(change.after.lease_until);
  ASSERT_EQ(change.events.size(), 1u);
  EXPECT_EQ(change.events[0].type, WorkitemEvent::Type::kAssigned);
}

TEST(Update, KeepsItsCharacterSet) {
  Json attributes = Json::object();
  dicom::set_string(attributes, tag::kSpecificCharacterSet, "CS", "ISO_IR 100");
  const WorkitemChange change = update(sample_workitem("1.2.3"), attributes, kNow, kNow);
  EXPECT_EQ(dicom::get_string(change.after.item, tag::kSpecificCharacterSet), "ISO_IR 192");
}

}  // namespace
}  // namespace sonolist::plugin
