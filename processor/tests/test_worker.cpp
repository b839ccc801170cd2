#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <utility>

#include "dicom_sr/error.h"
#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "processor/error.h"
#include "processor/tests/fake_surroundings.h"
#include "processor/worker/worker.h"

namespace sonolist::processor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

[[noreturn]] void fail_transiently() {
  throw ProcessorError(FailureClass::kTransient, "connection refused");
}

class WorkerTest : public testing::Test {
 protected:
  void run(const StopRequest& stop) {
    WorkerSettings settings;
    settings.poll_interval = 1ms;
    settings.longest_poll_interval = 2ms;
    settings.heartbeat_interval = heartbeat_interval_;
    settings.search_page = 2;
    settings.step.station_name = "test-processor";
    settings.step.retry_for = retry_for_;
    settings.step.first_retry_delay = 1ms;
    settings.step.longest_retry_delay = 2ms;
    settings.step.longest_requested_delay = 5ms;
    settings.steps_at_once = steps_at_once_;
    Doorbell doorbell(stop);
    Worker({worklist_, store_, processor_, stop, log_, observer_}, worklist_, doorbell, settings).run(true);
  }
  void run() { run(StopRequest(1h)); }

  FakeWorklist worklist_;
  FakeStore store_;
  FakeProcessor processor_;
  Log log_ = Log::silent();
  RecordingObserver observer_;
  int steps_at_once_ = 1;
  std::chrono::milliseconds heartbeat_interval_ = 1h;
  std::chrono::milliseconds retry_for_ = 1h;
};

TEST_F(WorkerTest, ClaimsOnceStoresAndCompletes) {
  worklist_.add("1.1", "known");
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(worklist_.claims("1.1"), 1);
  EXPECT_EQ(store_.stored.size(), 1U);
  const dicom::Json performed = worklist_.performed("1.1");
  const auto outputs = dicom::get_items(performed, dicom::tag::kOutputInformationSequence);
  ASSERT_EQ(outputs.size(), 1U);
  EXPECT_THAT(outputs[0].dump(), testing::HasSubstr("http://store/1.2.3.7"));
  EXPECT_THAT(performed.dump(), testing::AllOf(testing::HasSubstr("test-processor"), testing::HasSubstr("INFER"),
                                               testing::HasSubstr(std::string(64, 'a'))));
}

TEST_F(WorkerTest, TellsTheObserverOfEachEnd) {
  worklist_.add("1.1", "known");
  run();
  worklist_.add("1.2", "known");
  processor_.during_work = [](const Checkpoint&) {
    throw dicom::DicomError(dicom::ErrorClass::kInput, "no pixel data");
  };
  run();
  worklist_.add("1.3", "known");
  processor_.during_work = [&](const Checkpoint&) { worklist_.take_away("1.3"); };
  run();
  worklist_.add("1.4", "known");
  StopRequest stop(0ms);
  processor_.during_work = [&](const Checkpoint&) { stop.request(); };
  run(stop);
  ASSERT_EQ(observer_.reports.size(), 4U);
  EXPECT_EQ(observer_.begun, 4);
  std::vector<StepOutcome> outcomes;
  for (const StepReport& report : observer_.reports) outcomes.push_back(report.outcome);
  EXPECT_THAT(outcomes, ElementsAre(StepOutcome::kCompleted, StepOutcome::kCanceled, StepOutcome::kLost,
                                    StepOutcome::kHandedBack));
  EXPECT_EQ(observer_.reports[0].model, "known");
  EXPECT_EQ(observer_.reports[0].failure_class, std::nullopt);
  EXPECT_GT(observer_.reports[0].duration.count(), 0.0);
  std::vector<std::string> stages;
  for (const auto& [stage, milliseconds] : observer_.reports[0].milliseconds) stages.push_back(stage);
  EXPECT_THAT(stages, ElementsAre("fetch", "infer", "update", "store", "complete"));
  EXPECT_EQ(observer_.reports[1].failure_class, FailureClass::kInput);
  EXPECT_EQ(observer_.reports[2].failure_class, std::nullopt);
}

TEST_F(WorkerTest, TellsTheObserverOfAStepThatCannotEvenBegin) {
  worklist_.offer_batches();
  worklist_.add("1.1", "known", {});
  run();
  ASSERT_EQ(observer_.reports.size(), 1U);
  EXPECT_EQ(observer_.reports[0].outcome, StepOutcome::kCanceled);
  EXPECT_EQ(observer_.reports[0].failure_class, FailureClass::kInput);
  EXPECT_EQ(observer_.reports[0].model, "");
}

TEST_F(WorkerTest, NamesThePerformerOfAStepThatFails) {
  worklist_.add("1.1", "known");
  processor_.during_work = [](const Checkpoint&) { throw std::logic_error("a defect"); };
  run();
  EXPECT_EQ(dicom::performer_of(worklist_.last_update("1.1")), "test-processor");
}

TEST_F(WorkerTest, TakesTheStepsInTheOrderOfTheWorklist) {
  worklist_.add("1.1", "known", {"1.2.10"});
  worklist_.add("1.2", "known", {"1.2.20"});
  run();
  const auto bytes = [](const std::string& text) { return std::vector<std::uint8_t>(text.begin(), text.end()); };
  EXPECT_THAT(store_.stored, ElementsAre(bytes("1.2.10"), bytes("1.2.20")));
}

TEST_F(WorkerTest, StoresTheResultsOfSeveralInputsTogether) {
  worklist_.add("1.1", "known", {"1.2.10", "1.2.11", "1.2.12"});
  run();
  EXPECT_EQ(store_.stored.size(), 3U);
  EXPECT_EQ(store_.store_requests, 1);
}

TEST_F(WorkerTest, LeavesStepsOfOtherModelsAlone) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) worklist_.add(uid, "foreign");
  worklist_.add("1.4", "known");  // behind a whole page of others
  run();
  EXPECT_EQ(worklist_.state("1.1"), "SCHEDULED");
  EXPECT_EQ(worklist_.claims("1.1"), 0);
  EXPECT_EQ(worklist_.state("1.4"), "COMPLETED");
}

TEST_F(WorkerTest, InputFailureIsFinal) {
  worklist_.add("1.1", "known");
  processor_.during_work = [](const Checkpoint&) {
    throw dicom::DicomError(dicom::ErrorClass::kInput, "no pixel data");
  };
  run();
  EXPECT_EQ(worklist_.state("1.1"), "CANCELED");
  EXPECT_THAT(worklist_.reason_codes("1.1"), ElementsAre("110513", "INPUT"));
  EXPECT_EQ(store_.store_requests, 0);
}

TEST_F(WorkerTest, MissingImageIsAnInputFailure) {
  worklist_.add("1.1", "known");
  store_.before_retrieve = [] { throw ProcessorError(FailureClass::kInput, "no longer in the store"); };
  run();
  EXPECT_THAT(worklist_.reason_codes("1.1"), ElementsAre("110513", "INPUT"));
}

TEST_F(WorkerTest, OtherFailuresAreNamed) {
  worklist_.add("1.1", "known");
  processor_.during_work = [](const Checkpoint&) { throw std::logic_error("a defect"); };
  run();
  EXPECT_THAT(worklist_.reason_codes("1.1"), ElementsAre("110513", "INTERNAL"));
  worklist_.add("1.2", "known");
  processor_.during_work = [](const Checkpoint&) { throw ProcessorError(FailureClass::kConfiguration, "a setting"); };
  run();
  EXPECT_THAT(worklist_.reason_codes("1.2"), ElementsAre("110513", "CONFIGURATION"));
}

TEST_F(WorkerTest, TransientStoreFailureIsRetried) {
  worklist_.add("1.1", "known");
  store_.before_store = [&] {
    if (store_.store_requests < 4) fail_transiently();
  };
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(store_.store_requests, 4);
  EXPECT_EQ(store_.stored.size(), 1U);
}

TEST_F(WorkerTest, RestartOfTheServerIsSurvivedAtEveryRequest) {
  // The k-th request and the five after it find nobody, for every k of a step: claim, updates and completion. When the
  // claim itself fails, the step is still there.
  for (int k = 1; k <= 4; ++k) {
    const std::string uid = "1." + std::to_string(k);
    worklist_.add(uid, "known");
    int requests = 0;
    worklist_.on_request([&](const std::string&) {
      if (++requests == k) worklist_.refuse_connections(6);
    });
    run();
    EXPECT_EQ(worklist_.state(uid), "COMPLETED") << k;
  }
}

TEST_F(WorkerTest, LastingTransientFailureCancelsWithTheReason) {
  worklist_.add("1.1", "known");
  retry_for_ = 0ms;
  store_.before_store = fail_transiently;
  run();
  EXPECT_EQ(worklist_.state("1.1"), "CANCELED");
  EXPECT_THAT(worklist_.reason_codes("1.1"), ElementsAre("110513", "TRANSIENT"));
}

TEST_F(WorkerTest, HeartbeatNoticesALostStepAndNothingIsStored) {
  worklist_.add("1.1", "known");
  heartbeat_interval_ = 1ms;
  processor_.during_work = [&](const Checkpoint& checkpoint) {
    worklist_.take_away("1.1");
    while (true) checkpoint(0.5);  // until it throws
  };
  run();
  EXPECT_EQ(store_.store_requests, 0);
  EXPECT_TRUE(worklist_.reason_codes("1.1").empty());
}

TEST_F(WorkerTest, StepLostWithoutAHeartbeatIsNotStored) {
  worklist_.add("1.1", "known");
  processor_.during_work = [&](const Checkpoint&) { worklist_.take_away("1.1"); };
  run();
  EXPECT_EQ(store_.store_requests, 0);
}

TEST_F(WorkerTest, LostStepEndsTheRetriesOfAStore) {
  worklist_.add("1.1", "known");
  heartbeat_interval_ = 1ms;
  store_.before_store = [&] {
    worklist_.take_away("1.1");
    fail_transiently();
  };
  run();
  EXPECT_TRUE(store_.stored.empty());
  EXPECT_EQ(worklist_.state("1.1"), "CANCELED");
}

TEST_F(WorkerTest, LosingTheRaceForAStepTriesTheNext) {
  worklist_.add("1.1", "known");
  worklist_.add("1.2", "known");
  bool first = true;
  worklist_.on_request([&](const std::string& request) {
    if (request == "claim" && std::exchange(first, false)) worklist_.take_away("1.1");
  });
  run();
  EXPECT_EQ(worklist_.claims("1.1"), 1);
  EXPECT_EQ(worklist_.state("1.2"), "COMPLETED");
  EXPECT_EQ(store_.stored.size(), 1U);
}

TEST_F(WorkerTest, StopWithoutGraceHandsBack) {
  worklist_.add("1.1", "known");
  worklist_.add("1.2", "known");
  StopRequest stop(0ms);
  processor_.during_work = [&](const Checkpoint&) { stop.request(); };
  run(stop);
  EXPECT_EQ(worklist_.state("1.1"), "CANCELED");
  EXPECT_THAT(worklist_.reason_codes("1.1"), ElementsAre("110513", "HANDBACK"));
  EXPECT_EQ(store_.store_requests, 0);
  EXPECT_EQ(worklist_.state("1.2"), "SCHEDULED");
}

TEST_F(WorkerTest, StopWithinTheGraceFinishesTheStepAndTakesNoOther) {
  worklist_.add("1.1", "known");
  worklist_.add("1.2", "known");
  StopRequest stop(1h);
  processor_.during_work = [&](const Checkpoint&) { stop.request(); };
  run(stop);
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(worklist_.state("1.2"), "SCHEDULED");
}

TEST_F(WorkerTest, LostAnswerToAClaimIsNoLostStep) {
  worklist_.add("1.1", "known");
  worklist_.lose_answers_to_claims(1);
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(worklist_.claims("1.1"), 2);
}

TEST_F(WorkerTest, SeveralStepsAreClaimedByOneRequest) {
  worklist_.offer_batches();
  steps_at_once_ = 2;
  for (const char* uid : {"1.1", "1.2", "1.3"}) worklist_.add(uid, "known");
  run();
  for (const char* uid : {"1.1", "1.2", "1.3"}) EXPECT_EQ(worklist_.state(uid), "COMPLETED") << uid;
  EXPECT_EQ(store_.stored.size(), 3U);
}

// The first step ends only when the urgent one has begun, for which no ordinary place is free.
TEST_F(WorkerTest, AnUrgentStepNeedsNoFreePlace) {
  worklist_.offer_batches();
  worklist_.add("1.1", "known", {"1.2.10"});
  std::promise<void> urgent_has_begun;
  std::atomic<int> begun{0};
  processor_.during_work = [&](const Checkpoint&) {
    if (++begun == 1) {
      worklist_.add("1.2", "known", {"1.2.20"}, "LOW");
      worklist_.add("1.3", "known", {"1.2.30"}, "HIGH");
      urgent_has_begun.get_future().wait();
      EXPECT_EQ(worklist_.state("1.2"), "SCHEDULED");
    } else if (begun == 2) {
      urgent_has_begun.set_value();
    }
  };
  run();
  for (const char* uid : {"1.1", "1.2", "1.3"}) EXPECT_EQ(worklist_.state(uid), "COMPLETED") << uid;
}

TEST_F(WorkerTest, LostAnswerToAClaimOfSeveralIsAskedForAgain) {
  worklist_.offer_batches();
  worklist_.lose_answers_to_claims(3);
  worklist_.add("1.1", "known");
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(worklist_.claims("1.1"), 1);
}

TEST_F(WorkerTest, StepsRunAtTheSameTime) {
  steps_at_once_ = 2;
  worklist_.add("1.1", "known", {"1.2.10"});
  worklist_.add("1.2", "known", {"1.2.20"});
  std::atomic<int> running{0};
  processor_.during_work = [&](const Checkpoint&) {
    ++running;
    while (running < 2) std::this_thread::yield();  // each waits for the other
  };
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(worklist_.state("1.2"), "COMPLETED");
}

TEST_F(WorkerTest, OneFailureOfSeveralIsItsOwn) {
  steps_at_once_ = 3;
  for (const char* uid : {"1.1", "1.2", "1.3"}) worklist_.add(uid, "known");
  std::atomic<int> runs{0};
  processor_.during_work = [&](const Checkpoint&) {
    if (runs++ == 1) throw dicom::DicomError(dicom::ErrorClass::kInput, "no pixel data");
  };
  run();
  int completed = 0;
  for (const char* uid : {"1.1", "1.2", "1.3"}) completed += worklist_.state(uid) == "COMPLETED" ? 1 : 0;
  EXPECT_EQ(completed, 2);
}

TEST_F(WorkerTest, ServerThatAsksForPatienceGetsIt) {
  worklist_.add("1.1", "known");
  store_.before_store = [&] {
    if (store_.store_requests == 1)
      throw ProcessorError(FailureClass::kTransient, "busy", std::chrono::seconds(3600));  // bounded by the settings
  };
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
  EXPECT_EQ(store_.store_requests, 2);
}

TEST_F(WorkerTest, HeartbeatsAreUpdatesWithProgress) {
  worklist_.add("1.1", "known");
  heartbeat_interval_ = 1ms;
  std::atomic<int> updates{0};
  worklist_.on_request([&](const std::string& request) { updates += request == "update" ? 1 : 0; });
  processor_.during_work = [&](const Checkpoint& checkpoint) {
    while (updates < 3) checkpoint(0.5);
  };
  run();
  EXPECT_EQ(worklist_.state("1.1"), "COMPLETED");
}

TEST(StopRequest, WaitsEndAtTheRequest) {
  StopRequest stop(0ms);
  EXPECT_FALSE(stop.requested());
  EXPECT_FALSE(stop.grace_over());
  std::thread requester([&] { stop.request(); });
  stop.wait_for_request(1h);
  stop.wait_for_grace_end(1h);
  requester.join();
  EXPECT_TRUE(stop.requested());
  EXPECT_TRUE(stop.grace_over());
}

TEST(StopRequest, GraceLastsAfterTheRequest) {
  StopRequest stop(1h);
  stop.request();
  EXPECT_TRUE(stop.requested());
  EXPECT_FALSE(stop.grace_over());
}

}  // namespace
}  // namespace sonolist::processor
