#include "plugin/monitoring/monitoring.h"

#include <gmock/gmock.h>

#include <stdexcept>

#include "plugin/monitoring/percentiles.h"
#include "plugin/tests/fake_pacs.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/sql/sql_event_log.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::Optional;

StateChange change_of(const std::string& uid, StepState state, TimePoint time,
                      const std::string& discontinuation = "") {
  StateChange change;
  change.time = time;
  change.workitem_uid = uid;
  change.state = state;
  change.start = TimePoint(seconds(100));
  change.discontinuation = discontinuation;
  return change;
}

TEST(Percentile, IsTheNearestRank) {
  std::vector<double> values;
  for (int i = 100; i > 0; --i) values.push_back(i);
  EXPECT_EQ(percentile(values, 50), 50.0);
  EXPECT_EQ(percentile(values, 95), 95.0);
  EXPECT_EQ(percentile(values, 99), 99.0);
  EXPECT_EQ(percentile(values, 100), 100.0);
  EXPECT_EQ(percentile({7.0}, 1), 7.0);
  EXPECT_EQ(percentile({3.0, 1.0, 2.0}, 50), 2.0);
  EXPECT_EQ(percentile({}, 50), std::nullopt);
}

TEST(StepFollower, TimesAStepFromItsScheduledStart) {
  StepFollower follower;
  EXPECT_FALSE(follower.take(change_of("1", StepState::kScheduled, TimePoint(seconds(90)))));
  EXPECT_FALSE(follower.take(change_of("1", StepState::kInProgress, TimePoint(seconds(103)))));
  const auto step = follower.take(change_of("1", StepState::kCompleted, TimePoint(seconds(110))));
  ASSERT_TRUE(step && step->latency);
  EXPECT_EQ(step->error_class, "none");
  EXPECT_EQ(step->latency->wait, seconds(3));
  EXPECT_EQ(step->latency->work, seconds(7));
  EXPECT_EQ(step->latency->total, seconds(10));
}

TEST(StepFollower, ClaimBeforeTheStartHasNotWaited) {
  StepFollower follower;
  follower.take(change_of("1", StepState::kInProgress, TimePoint(seconds(95))));
  const auto step = follower.take(change_of("1", StepState::kCompleted, TimePoint(seconds(99))));
  ASSERT_TRUE(step && step->latency);
  EXPECT_EQ(step->latency->wait, seconds(0));
  EXPECT_EQ(step->latency->total, seconds(4));
}

TEST(StepFollower, NobodyWorkedOnWhatWasNotClaimed) {
  StepFollower follower;
  // Withdrawn by the worklist: both reports in one transaction.
  follower.take(change_of("1", StepState::kInProgress, TimePoint(seconds(105))));
  const auto withdrawn = follower.take(change_of("1", StepState::kCanceled, TimePoint(seconds(105)), "DELETED"));
  ASSERT_TRUE(withdrawn);
  EXPECT_EQ(withdrawn->error_class, "deleted");
  EXPECT_FALSE(withdrawn->latency);
  // Claimed before anybody looked, and adopted.
  EXPECT_FALSE(follower.take(change_of("2", StepState::kCompleted, TimePoint(seconds(110))))->latency);
  // Its workitem is gone.
  follower.take(change_of("3", StepState::kInProgress, TimePoint(seconds(105))));
  StateChange end = change_of("3", StepState::kCompleted, TimePoint(seconds(110)));
  end.start.reset();
  EXPECT_FALSE(follower.take(end)->latency);
}

TEST(ErrorClass, IsOneOfAClosedList) {
  EXPECT_EQ(error_class(StepState::kCompleted, "INPUT", true), "none");
  for (const auto& [code, name] : {std::pair("INPUT", "input"),
                                   {"CONFIGURATION", "configuration"},
                                   {"TRANSIENT", "transient"},
                                   {"INTERNAL", "internal"},
                                   {"HANDBACK", "handback"},
                                   {"EXPIRED", "expired"},
                                   {"DELETED", "deleted"},
                                   {"ANYTHING", "other"},
                                   {"", "other"}}) {
    EXPECT_EQ(error_class(StepState::kCanceled, code, false), name);
    EXPECT_THAT(canceled_error_classes(), testing::Contains(name));
  }
  EXPECT_EQ(error_class(StepState::kCanceled, "", true), "requested");
  EXPECT_THAT(canceled_error_classes(), testing::SizeIs(9));
}

TEST(IntakeHealth, CountsFromTheLastSuccess) {
  FakeTime time;
  IntakeHealth health(time.clock());
  time.advance(seconds(5));
  EXPECT_THROW(health.watch([]() -> int { throw std::runtime_error("disk full"); }), std::runtime_error);
  EXPECT_EQ(health.state().since_success, seconds(5));
  EXPECT_EQ(health.state().failure, "disk full");
  EXPECT_EQ(health.watch([] { return 7; }), 7);
  EXPECT_EQ(health.state().since_success, seconds(0));
  EXPECT_EQ(health.state().failure, "");
}

class MutableEventLog : public EventLog {
 public:
  std::int64_t last_event() const override {
    if (is_away) throw StoreUnavailable("the server does not answer");
    return 0;
  }
  std::vector<StoredEvent> events_after(std::int64_t, std::size_t) const override { return {}; }
  void wait_for_event(std::int64_t, milliseconds) const override {}
  void stop_waiting() override {}
  bool is_away = false;
};

TEST(Readiness, NeedsDataBaseAndIntake) {
  MutableEventLog events;
  std::optional<IntakeHealth::State> intake;
  const Readiness readiness(events, [&] { return intake; });
  EXPECT_THAT(readiness.reason_not_ready(), Optional(HasSubstr("Orthanc has not started")));
  intake.emplace();
  EXPECT_EQ(readiness.reason_not_ready(), std::nullopt);
  intake->since_success = seconds(60);
  intake->failure = "HTTP 500";
  EXPECT_EQ(readiness.reason_not_ready(), std::nullopt) << "not for long yet";
  intake->since_success = seconds(61);
  EXPECT_THAT(readiness.reason_not_ready(), Optional(AllOf(HasSubstr("61 s"), HasSubstr("HTTP 500"))));
  events.is_away = true;
  EXPECT_THAT(readiness.reason_not_ready(), Optional(HasSubstr("the server does not answer")));
}

class MonitoringTest : public testing::Test {
 protected:
  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlIntakeStore intake_{database_, time_.clock(), "pacs"};
  SqlStatusSource status_{database_};
  SqlWorklistStore worklist_{database_, time_.clock()};
  SqlEventLog events_{database_};
  QuietLog log_;
  std::optional<IntakeHealth::State> intake_state_ = IntakeHealth::State{};
  std::optional<IntakeProgress> progress_ = IntakeProgress{41, 3, 1.5};
  Monitoring monitoring_{{database_,
                          status_,
                          worklist_,
                          events_,
                          {"known"},
                          {},
                          [this] { return intake_state_; },
                          [this] { return progress_; },
                          [] { return std::size_t{2}; },
                          log_,
                          time_.clock()}};
};

TEST_F(MonitoringTest, ExposesTheWorklist) {
  intake_.commit(5, {{"a", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}},
                     {"b", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  time_.advance(seconds(7));
  const HttpResponse response = monitoring_.metrics();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  const auto has = [&](const std::string& line) { EXPECT_THAT(response.body, HasSubstr("\n" + line + "\n")); };
  has("sonolist_build_info{version=\"" SONOLIST_VERSION "\"} 1");
  has("sonolist_ready 1");
  has(R"(sonolist_queue_steps{model="anterior-sciatic",state="scheduled"} 1)");
  has(R"(sonolist_queue_steps{model="anterior-sciatic",state="in_progress"} 0)");
  has(R"(sonolist_queue_oldest_seconds{model="anterior-sciatic",state="scheduled"} 7)");
  has(R"(sonolist_queue_steps{model="known",state="scheduled"} 0)");
  has("sonolist_dead_letters 0");
  has(R"(sonolist_images{outcome="queued"} 1)");
  has(R"(sonolist_images{outcome="skipped"} 1)");
  has(R"(sonolist_images{outcome="failed"} 0)");
  has("sonolist_event_channels 2");
  has("sonolist_intake_cursor 41");
  has("sonolist_intake_lag_changes 3");
  has("sonolist_intake_success_age_seconds 1.5");
  EXPECT_THAT(response.body, Not(HasSubstr("Mustermann")));
}

TEST_F(MonitoringTest, LeavesOutWhatNobodyKnows) {
  progress_->lag.reset();
  EXPECT_THAT(monitoring_.metrics().body, Not(HasSubstr("sonolist_intake_lag_changes")));
  progress_.reset();
  intake_state_.reset();
  EXPECT_THAT(monitoring_.metrics().body, AllOf(Not(HasSubstr("sonolist_intake")), HasSubstr("\nsonolist_ready 0\n")));
}

TEST_F(MonitoringTest, BoundsTheNamesOfModels) {
  for (int i = 100; i < 203; ++i) {
    Workitem workitem = sample_workitem("1." + std::to_string(i));
    Json parameter = Json::object();
    dicom::set_string(parameter, "0040A040", "CS", "TEXT");
    dicom::set_code(parameter, "0040A043", {"MODEL", "99SONOLIST", "Model"});
    dicom::set_string(parameter, "0040A160", "UT", "m" + std::to_string(i));
    dicom::set_items(workitem.item, "00741210", {parameter});
    ASSERT_TRUE(worklist_.create(workitem));
  }
  const std::string text = monitoring_.metrics().body;
  EXPECT_THAT(text, HasSubstr(R"(sonolist_queue_steps{model="m198",state="scheduled"} 1)"));
  EXPECT_THAT(text, Not(HasSubstr("m199")));
  EXPECT_THAT(text, HasSubstr(R"(sonolist_queue_steps{model="other",state="scheduled"} 4)"));
}

TEST_F(MonitoringTest, AnswersForHealth) {
  EXPECT_EQ(monitoring_.live().status, 200);
  EXPECT_EQ(monitoring_.ready().status, 200);
  intake_state_->since_success = seconds(100);
  const HttpResponse response = monitoring_.ready();
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(Json::parse(response.body).at("Message").get<std::string>(), HasSubstr("intake"));
}

}  // namespace
}  // namespace sonolist::plugin
