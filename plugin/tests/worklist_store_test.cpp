#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "plugin/tests/store_test.h"
#include "plugin/worklist/step_changes.h"
#include "plugin/worklist/sweep.h"

namespace sonolist::plugin {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

TEST_P(StoreTest, KeepsAWorkitemAcrossReopening) {
  ASSERT_TRUE(store().create(sample_workitem("1.1")));
  ASSERT_EQ(claim_step("1.1", "hash", time_.now() + seconds(30)), WriteResult::kWritten);
  reopen();
  const auto found = store().find("1.1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state, StepState::kInProgress);
  EXPECT_EQ(found->transaction_hash, "hash");
  EXPECT_EQ(found->lease_until, time_.now() + seconds(30));
  EXPECT_EQ(found->source_sop_uid(), kSourceSopUid);
  EXPECT_EQ(status().events(0, 10).size(), 2u);
  EXPECT_FALSE(store().find("1.2"));
}

TEST_P(StoreTest, RefusesADuplicateAndWritesNothing) {
  ASSERT_TRUE(store().create(sample_workitem("1.1")));
  EXPECT_FALSE(store().create(sample_workitem("1.1")));
  EXPECT_EQ(status().events(0, 10).size(), 1u);
}

TEST_P(StoreTest, RefusesAChangeOfAnOlderForm) {
  ASSERT_TRUE(store().create(sample_workitem("1.1")));
  const auto read = store().find("1.1");
  ASSERT_EQ(claim_step("1.1", "first", time_.now()), WriteResult::kWritten);
  EXPECT_EQ(store().replace(read->revision, claim(*read, "second", time_.now(), time_.now())), WriteResult::kStale);
  EXPECT_EQ(store().find("1.1")->transaction_hash, "first");
  EXPECT_EQ(status().events(0, 10).size(), 2u);  // the change that lost left no event
}

TEST_P(StoreTest, ExactlyOneOfManyClaimsWins) {
  ASSERT_TRUE(store().create(sample_workitem("1.1")));
  const auto read = store().find("1.1");
  std::atomic<int> winners{0};
  std::vector<std::thread> claimers;
  for (int i = 0; i < 8; ++i) {
    claimers.emplace_back([&, i] {
      const WorkitemChange change = claim(*read, "hash" + std::to_string(i), time_.now(), time_.now());
      if (store().replace(read->revision, change) == WriteResult::kWritten) ++winners;
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(winners, 1);
}

TEST_P(StoreTest, FiltersByIndexedColumns) {
  store().create(with("1.1", "HIGH", "20260101"));
  store().create(with("1.2", "LOW", "20260201"));
  claim_step("1.2", "hash", time_.now());
  IndexedFilter filter;
  filter.state = StepState::kInProgress;
  EXPECT_THAT(uids(filter), ElementsAre("1.2"));
  EXPECT_EQ(store().count(filter, 1000), 1);
  filter = {};
  filter.start_until = parse_date_time("20260131")->last;
  EXPECT_THAT(uids(filter), ElementsAre("1.1"));
  filter = {};
  filter.uids = {"1.2", "1.9"};
  filter.priority = "LOW";
  filter.input_readiness = "READY";
  filter.worklist_label = "SONOLIST";
  filter.step_label = "US segmentation: anterior-sciatic";
  filter.start_from = parse_date_time("20260201")->first;
  EXPECT_THAT(uids(filter), ElementsAre("1.2"));
  filter.step_label = "other";
  EXPECT_EQ(store().count(filter, 1000), 0);
}

TEST_P(StoreTest, SweepReplacesOnlyExpiredLeases) {
  store().create(sample_workitem("1.1"));
  store().create(sample_workitem("1.2"));
  store().create(sample_workitem("1.3"));
  claim_step("1.1", "hash", time_.now() + seconds(10));
  claim_step("1.2", "hash", time_.now() + seconds(30));
  time_.advance(seconds(20));
  EXPECT_EQ(sweep(store(), {}, time_.now()).lost_performers, 1);
  EXPECT_EQ(store().find("1.1")->state, StepState::kCanceled);
  EXPECT_EQ(store().find("1.2")->state, StepState::kInProgress);
  EXPECT_EQ(store().find("1.3")->state, StepState::kScheduled);
  IndexedFilter scheduled;
  scheduled.state = StepState::kScheduled;
  EXPECT_EQ(store().count(scheduled, 1000), 2);
  EXPECT_EQ(sweep(store(), {}, time_.now()).lost_performers, 0);
}

TEST_P(StoreTest, ChainOfLostPerformersEndsInTheDeadLetter) {
  store().create(sample_workitem("1.1"));
  const RetryPolicy policy{3, std::chrono::milliseconds(1000)};
  IndexedFilter scheduled;
  scheduled.state = StepState::kScheduled;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    const auto waiting = uids(scheduled);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(store().find(waiting[0])->attempt(), attempt);
    claim_step(waiting[0], "hash", time_.now() + seconds(10));
    time_.advance(seconds(11));
    EXPECT_EQ(sweep(store(), policy, time_.now()).lost_performers, 1);
  }
  EXPECT_EQ(store().count(scheduled, 1000), 0);
  EXPECT_EQ(status().workitems_by_state(), (std::map<std::string, std::int64_t>{{"CANCELED", 3}}));
}

TEST_P(StoreTest, LeasesAreExtendedAfterADowntime) {
  store().create(sample_workitem("1.1"));
  claim_step("1.1", "hash", time_.now() + seconds(10));
  time_.advance(seconds(60));
  store().extend_leases(time_.now() + seconds(10));
  EXPECT_TRUE(store().overdue(time_.now() + seconds(9), 10).empty());
  EXPECT_EQ(store().overdue(time_.now() + seconds(10), 10).size(), 1u);
}

TEST_P(StoreTest, EventsAreReadFromWhereTheReaderStopped) {
  store().create(sample_workitem("1.1"));
  store().create(sample_workitem("1.2"));
  const Json first = status().events(0, 1);
  ASSERT_EQ(first.size(), 1u);
  const Json rest = status().events(first[0]["id"].get<std::int64_t>(), 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0]["uid"], "1.2");
}

}  // namespace
}  // namespace sonolist::plugin
