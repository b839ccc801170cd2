#include "plugin/worklist/replacement.h"

#include <gtest/gtest.h>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/attribute_rules.h"
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
  Json as_created = replacement->item;
  dicom::set_empty(as_created, tag::kTransactionUid, "UI");
  EXPECT_TRUE(create_problems(as_created).empty());
}

TEST(Replacement, IsTheSameHoweverOftenItIsMade) {
  EXPECT_EQ(replacement_of(canceled(1, "TRANSIENT"), kPolicy, kNow)->uid(),
            replacement_of(canceled(1, "TRANSIENT"), kPolicy, kNow + std::chrono::hours(1))->uid());
}

TEST(Replacement, BacksOffExponentially) {
  EXPECT_EQ(start_of(*replacement_of(canceled(1, "TRANSIENT"), kPolicy, kNow)), kNow + std::chrono::seconds(5));
  EXPECT_EQ(start_of(*replacement_of(canceled(2, "INTERNAL"), kPolicy, kNow)), kNow + std::chrono::seconds(10));
  const RetryPolicy patient{100, std::chrono::milliseconds(1000)};
  EXPECT_EQ(start_of(*replacement_of(canceled(90, "INTERNAL"), patient, kNow)), kNow + std::chrono::seconds(1024));
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
