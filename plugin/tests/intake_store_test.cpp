#include <gmock/gmock.h>

#include "plugin/tests/store_test.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

TEST_P(StoreTest, CursorAndWorkitemsCommitTogether) {
  EXPECT_EQ(intake().cursor(), 0);
  intake().commit(7, {{"orthanc-1", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}},
                      {"orthanc-2", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  reopen();
  EXPECT_EQ(intake().cursor(), 7);
  EXPECT_TRUE(store().find("1.1"));
  EXPECT_TRUE(intake().knows_image("orthanc-2"));
  EXPECT_FALSE(intake().knows_image("orthanc-3"));
  EXPECT_EQ(status().images_by_outcome(), (std::map<std::string, std::int64_t>{{"queued", 1}, {"skipped", 1}}));
  EXPECT_EQ(status().unqueued_images(10).at(0).at("reason"), "No rule matches");
  const auto image = status().image(kSourceSopUid);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->at("workitems").at(0).at("uid"), "1.1");
  EXPECT_EQ(status().image("orthanc-1")->at("outcome"), "queued");
  EXPECT_FALSE(status().image("nobody"));
}

TEST_P(StoreTest, ASecondTriggerChangesNothing) {
  const ImageRecord record{"orthanc-1", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}};
  intake().commit(1, {record});
  claim_step("1.1", "hash", time_.now());
  intake().commit(2, {record});
  EXPECT_EQ(store().find("1.1")->state, StepState::kInProgress);
  intake().commit(3, {{"orthanc-1", kSourceSopUid, ImageOutcome::kDeleted, "Gone", {}}});
  EXPECT_EQ(status().image("orthanc-1")->at("outcome"), "queued");
  EXPECT_EQ(intake().cursor(), 3);
}

TEST_P(StoreTest, EachPacsHasItsOwnCursorAndImages) {
  intake().commit(7, {{"orthanc-1", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  SqlIntakeStore other(*stores_->database, time_.clock(), "other");
  EXPECT_EQ(other.cursor(), 0);
  EXPECT_FALSE(other.knows_image("orthanc-1"));
  other.commit(3, {{"orthanc-1", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  EXPECT_EQ(intake().cursor(), 7);
  EXPECT_EQ(other.cursor(), 3);
}

TEST_P(StoreTest, WhatBelongsToNoPacsGoesToTheFirstThatAsks) {
  SqlIntakeStore unnamed(*stores_->database, time_.clock(), "");
  unnamed.commit(7, {{"orthanc-1", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  const SqlIntakeStore first(*stores_->database, time_.clock(), "first");
  EXPECT_EQ(first.cursor(), 7);
  EXPECT_TRUE(first.knows_image("orthanc-1"));
  const SqlIntakeStore second(*stores_->database, time_.clock(), "second");
  EXPECT_EQ(second.cursor(), 0);
  EXPECT_FALSE(second.knows_image("orthanc-1"));
  EXPECT_EQ(SqlIntakeStore(*stores_->database, time_.clock(), "first").cursor(), 7);
}

Workitem of_series(const std::string& uid) {
  Workitem workitem = sample_workitem(uid);
  workitem.series_key = "series";
  return workitem;
}

TEST_P(StoreTest, FindsTheLatestStepOfASeries) {
  EXPECT_FALSE(intake().latest_of_series("series"));
  intake().commit(1, {{"a", "1.8", ImageOutcome::kQueued, "", {of_series("1.1"), of_series("1.2")}}});
  intake().commit(2, {{"b", "1.9", ImageOutcome::kQueued, "", {sample_workitem("1.3")}}});
  EXPECT_EQ(intake().latest_of_series("series")->uid(), "1.2");
  EXPECT_EQ(intake().latest_of_series("series")->series_key, "series");
  EXPECT_FALSE(intake().latest_of_series(""));
}

TEST_P(StoreTest, AnImageJoinsAStepThatStands) {
  intake().commit(1, {{"a", "1.8", ImageOutcome::kQueued, "", {of_series("1.1")}}});
  const auto read = *store().find("1.1");
  Workitem after = read;
  after.quiet_at = time_.now() + std::chrono::seconds(5);
  ImageRecord image{"b", "1.9", ImageOutcome::kQueued, "", {}};
  image.series_changes = {{read.revision, {after, sample_workitem("1.2"), {}}}};
  EXPECT_TRUE(intake().commit(2, {image}));
  EXPECT_EQ(store().find("1.1")->quiet_at, after.quiet_at);
  EXPECT_EQ(store().find("1.1")->revision, read.revision + 1);
  EXPECT_TRUE(store().find("1.2"));
}

TEST_P(StoreTest, NothingIsWrittenWhenTheStepOfTheSeriesChanged) {
  intake().commit(1, {{"a", "1.8", ImageOutcome::kQueued, "", {of_series("1.1")}}});
  const auto read = *store().find("1.1");
  claim_step("1.1", "hash", time_.now());
  ImageRecord image{"b", "1.9", ImageOutcome::kQueued, "", {sample_workitem("1.2")}};
  image.series_changes = {{read.revision, {read, std::nullopt, {}}}};
  EXPECT_FALSE(intake().commit(2, {image}));
  EXPECT_EQ(intake().cursor(), 1);
  EXPECT_FALSE(intake().knows_image("b"));
  EXPECT_FALSE(store().find("1.2"));
}

TEST_P(StoreTest, KnowsTheImagesThatScheduledStepsWaitFor) {
  SqlIntakeStore other(*stores_->database, time_.clock(), "other");
  intake().commit(1, {{"a", kSourceSopUid, ImageOutcome::kQueued, "", {sample_workitem("1.1")}}});
  intake().commit(2, {{"b", kSourceSopUid, ImageOutcome::kQueued, "", {sample_workitem("1.2")}}});
  intake().commit(3, {{"c", "1.9", ImageOutcome::kQueued, "", {sample_workitem("1.3")}}});
  claim_step("1.2", "hash", time_.now());
  const auto first = intake().awaited_images(0, 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].workitem_uid, "1.1");
  EXPECT_EQ(first[0].orthanc_id, "b") << "the last image of its UID";
  const auto second = intake().awaited_images(first[0].number, 10);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].workitem_uid, "1.3");
  EXPECT_TRUE(other.awaited_images(0, 10).empty());
}

}  // namespace
}  // namespace sonolist::plugin
