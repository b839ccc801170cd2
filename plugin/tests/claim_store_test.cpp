#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/store_test.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreTest, ClaimsStepsOfTheFirstModelOnly) {
  store().create(of_model("1.1", "a"));
  store().create(of_model("1.2", "b"));
  store().create(of_model("1.3", "a"));
  store().create(of_model("1.4", "c"));
  EXPECT_THAT(claim_next(criteria({"b", "a"}, 5, "hash")), ElementsAre("1.1", "1.3"));
  EXPECT_THAT(claim_next(criteria({"b", "a"}, 5, "second")), ElementsAre("1.2"));
  EXPECT_THAT(claim_next(criteria({"b", "a"}, 5, "third")), IsEmpty());
  const auto claimed = store().find("1.3");
  EXPECT_EQ(claimed->state, StepState::kInProgress);
  EXPECT_EQ(claimed->transaction_hash, "hash");
  EXPECT_EQ(status().events(0, 100).size(), 7u);
}

TEST_P(StoreTest, WhoAsksAgainGetsWhatItHolds) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) store().create(of_model(uid, "a"));
  store().create(of_model("1.4", "b"));
  EXPECT_THAT(claim_next(criteria({"a"}, 2, "hash")), ElementsAre("1.1", "1.2"));
  EXPECT_THAT(claim_next(criteria({"a", "b"}, 2, "hash")), ElementsAre("1.1", "1.2"));
  EXPECT_THAT(claim_next(criteria({"a", "b"}, 4, "hash")), ElementsAre("1.1", "1.2", "1.3"));
  const auto held = store().claim_next(criteria({"a"}, 1, "hash"), [](const Workitem& step) {
    ADD_FAILURE() << step.uid() << " is claimed already";
    return WorkitemChange{step, std::nullopt, {}};
  });
  ASSERT_EQ(held.size(), 3u);
  EXPECT_EQ(held[0].revision, store().find("1.1")->revision);
}

TEST_P(StoreTest, AClaimReturnsTheRevisionThatTheNextChangeNeeds) {
  store().create(of_model("1.1", "a"));
  const auto steps = store().claim_next(
      criteria({"a"}, 1, "hash"), [&](const Workitem& step) { return claim(step, "hash", time_.now(), time_.now()); });
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(store().replace(steps[0].revision, complete(steps[0], time_.now())), WriteResult::kWritten);
}

TEST_P(StoreTest, ClaimsByVersionWhereTheStepAsksForOne) {
  store().create(of_model("1.1", "a", "2.0"));
  store().create(of_model("1.2", "a"));
  store().create(of_model("1.3", "a", "1.0"));
  ClaimCriteria old = criteria({}, 5, "old");
  old.served = {{"a", "1.0"}};
  EXPECT_THAT(claim_next(old), ElementsAre("1.2", "1.3"));
  ClaimCriteria both = criteria({}, 5, "both");
  both.served = {{"a", "1.0"}, {"a", "2.0"}};
  EXPECT_THAT(claim_next(both), ElementsAre("1.1"));
}

TEST_P(StoreTest, ClaimsWhatIsReadyAndDue) {
  store().create(with("1.1", "HIGH", "20260301120001"));
  Workitem incomplete = sample_workitem("1.2");
  dicom::set_string(incomplete.item, tag::kInputReadinessState, "CS", "INCOMPLETE");
  store().create(incomplete);
  EXPECT_THAT(claim_next(criteria({"anterior-sciatic"}, 5, "hash")), IsEmpty());
  time_.advance(seconds(1));
  EXPECT_THAT(claim_next(criteria({"anterior-sciatic"}, 5, "hash")), ElementsAre("1.1"));
}

TEST_P(StoreTest, ClaimsUrgentStepsAlone) {
  store().create(with("1.1", "MEDIUM", "20260301110000"));
  store().create(with("1.2", "HIGH", "20260301115900"));
  ClaimCriteria urgent = criteria({"anterior-sciatic"}, 5, "urgent");
  urgent.urgent_only = true;
  EXPECT_THAT(claim_next(urgent), ElementsAre("1.2"));
  urgent.transaction_hash = "again";
  EXPECT_THAT(claim_next(urgent), IsEmpty());
  EXPECT_THAT(claim_next(criteria({"anterior-sciatic"}, 5, "all")), ElementsAre("1.1"));
}

TEST_P(StoreTest, APausedModelIsPassedOver) {
  store().create(of_model("1.1", "a"));
  store().create(of_model("1.2", "b"));
  store().set_paused("a", true);
  store().set_paused("a", true);
  reopen();
  EXPECT_THAT(store().paused_models(), ElementsAre("a"));
  EXPECT_THAT(claim_next(criteria({"a", "b"}, 5, "hash")), ElementsAre("1.2"));
  const auto step = *store().find("1.1");
  WorkitemChange change = claim(step, "hash", time_.now(), time_.now());
  change.limit = ClaimLimit{};
  EXPECT_EQ(store().replace(step.revision, change), WriteResult::kHeld);
  EXPECT_EQ(store().find("1.1")->state, StepState::kScheduled);
  store().set_paused("a", false);
  store().set_paused("", true);
  EXPECT_EQ(store().replace(step.revision, change), WriteResult::kHeld);
  EXPECT_THAT(claim_next(criteria({"a"}, 5, "other")), IsEmpty());
  store().set_paused("", false);
  EXPECT_EQ(store().replace(step.revision, change), WriteResult::kWritten);
}

TEST_P(StoreTest, OnlySoManyOfAModelAtOnce) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) store().create(of_model(uid, "a"));
  store().create(of_model("1.4", "b"));
  ClaimCriteria limited = criteria({"a", "b"}, 5, "hash");
  limited.limits["a"] = ClaimLimit{2};
  EXPECT_THAT(claim_next(limited), ElementsAre("1.1", "1.2"));
  limited.transaction_hash = "second";
  EXPECT_THAT(claim_next(limited), ElementsAre("1.4"));
  const auto third = *store().find("1.3");
  WorkitemChange change = claim(third, "third", time_.now(), time_.now());
  change.limit = ClaimLimit{2};
  EXPECT_EQ(store().replace(third.revision, change), WriteResult::kHeld);
  change.limit = ClaimLimit{3};
  EXPECT_EQ(store().replace(third.revision, change), WriteResult::kWritten);
  EXPECT_EQ(store().replace(third.revision, change), WriteResult::kStale);
}

// Two processes on one data base, several threads in each.
class Performers {
 public:
  template <typename Work>
  Performers(Stores& one, Stores& other, const Work& work) {
    for (int i = 0; i < 6; ++i) {
      threads_.emplace_back([&, i] { work(i % 2 == 0 ? one : other, "hash" + std::to_string(i)); });
    }
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  std::vector<std::thread> threads_;
};

TEST_P(StoreTest, NoStepIsClaimedTwice) {
  constexpr int kSteps = 60;
  for (int i = 0; i < kSteps; ++i) store().create(of_model("1.2." + std::to_string(i), i % 3 == 0 ? "a" : "b"));
  Stores other(*backend_, time_.clock());
  std::mutex mutex;
  std::multiset<std::string> claimed;
  const Performers performers(*stores_, other, [&](Stores& stores, const std::string& performer) {
    for (int round = 0;; ++round) {
      const std::string hash = performer + "." + std::to_string(round);
      const auto steps = stores.worklist.claim_next(criteria({"a", "b"}, 4, hash), [&](const Workitem& step) {
        return claim(step, hash, time_.now() + seconds(30), time_.now());
      });
      const std::lock_guard<std::mutex> lock(mutex);
      for (const Workitem& step : steps) claimed.insert(step.uid());
      if (claimed.size() >= kSteps) return;
    }
  });
  EXPECT_EQ(claimed.size(), static_cast<std::size_t>(kSteps));
  EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), static_cast<std::size_t>(kSteps));
}

TEST_P(StoreTest, ALimitHoldsAmongMany) {
  for (int i = 0; i < 12; ++i) store().create(of_model("1.2." + std::to_string(i), "a"));
  Stores other(*backend_, time_.clock());
  const Performers performers(*stores_, other, [&](Stores& stores, const std::string& hash) {
    ClaimCriteria limited = criteria({"a"}, 2, hash);
    limited.limits["a"] = ClaimLimit{3};
    stores.worklist.claim_next(
        limited, [&](const Workitem& step) { return claim(step, hash, time_.now() + seconds(30), time_.now()); });
    IndexedFilter scheduled;
    scheduled.state = StepState::kScheduled;
    stores.worklist.visit(scheduled, [&](const Workitem& step) {
      WorkitemChange change = claim(step, hash, time_.now() + seconds(30), time_.now());
      change.limit = ClaimLimit{3};
      stores.worklist.replace(step.revision, change);
      return true;
    });
  });
  IndexedFilter running;
  running.state = StepState::kInProgress;
  EXPECT_EQ(store().count(running, 100), 3);
}

}  // namespace
}  // namespace sonolist::plugin
