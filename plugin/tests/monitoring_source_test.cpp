#include <gmock/gmock.h>

#include "dicom_sr/workitem/processing_task.h"
#include "plugin/monitoring/finished_steps.h"
#include "plugin/monitoring/system_report.h"
#include "plugin/tests/store_test.h"
#include "plugin/worklist/sql/monitoring_sql.h"
#include "plugin/worklist/sql/sql_monitoring_source.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::int64_t kAll = 1'000'000;

class MonitoringSourceTest : public StoreTest {
 protected:
  SqlMonitoringSource source() { return SqlMonitoringSource(*stores_->database); }

  Json report() {
    const SqlMonitoringSource asked = source();
    return SystemReport(asked, store(), time_.clock()).to_json();
  }

  void complete_step(const std::string& uid, const std::string& performer) {
    Json update = sample_performed_update();
    dicom::set_code(update["00741216"]["Value"][0], "00404028", {"X", "99SONOLIST", performer});
    change(uid, [&](const Workitem& before) {
      Workitem worked = before;
      worked.item.update(update);
      return complete(worked, time_.now());
    });
  }

  void beat(const std::string& uid, const std::string& performer) {
    change(uid, [&](const Workitem& before) {
      return update(before, dicom::progress_update(10, "Processing", performer), time_.now() + seconds(30),
                    time_.now());
    });
  }

  void fail_step(const std::string& uid, const std::string& performer, const std::string& discontinuation_class) {
    const dicom::Code code{discontinuation_class, "99SONOLIST", discontinuation_class};
    change(uid, [&](const Workitem& before) {
      Workitem worked = before;
      worked.item.update(dicom::cancellation_update("Test", code, format_date_time(time_.now()), performer));
      return cancel(worked, {}, time_.now());
    });
  }

  void add_claimed(const std::string& uid, std::chrono::milliseconds wait = seconds(2)) {
    store().create(with(uid, "MEDIUM", format_date_time(time_.now())));
    time_.advance(wait);
    claim_step(uid, "hash of " + uid, time_.now() + seconds(30));
  }

 private:
  template <typename Change>
  void change(const std::string& uid, const Change& change) {
    const auto written = store().change(uid, [&](const Workitem& before) { return std::optional(change(before)); });
    ASSERT_EQ(written, WriteResult::kWritten);
  }
};

TEST_P(MonitoringSourceTest, CountsTheQueueByModelAndState) {
  store().create(of_model("1.1", "a"));
  time_.advance(seconds(5));
  store().create(of_model("1.2", "a"));
  store().create(of_model("1.3", "b"));
  claim_step("1.2", "hash", time_.now());
  complete_step("1.2", "p");
  claim_step("1.3", "hash", time_.now());
  const auto queue = source().queue();
  ASSERT_THAT(queue, SizeIs(2));
  for (const QueuedSteps& steps : queue) {
    EXPECT_EQ(steps.model, steps.state == StepState::kScheduled ? "a" : "b");
    EXPECT_EQ(steps.count, 1);
    EXPECT_EQ(steps.oldest_start, parse_date_time("20260301120000")->first);
  }
}

TEST_P(MonitoringSourceTest, SumsUpWhatEndedByHourAndClass) {
  for (const char* uid : {"1.1", "1.2", "1.3", "1.4"}) add_claimed(uid);
  complete_step("1.1", "p");
  fail_step("1.2", "p", "INPUT");
  time_.advance(hours(1));
  fail_step("1.3", "p", "INPUT");
  complete_step("1.4", "p");
  const TimePoint noon = parse_date_time("20260301120000")->first;
  const auto all = source().ended(noon, kAll);
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_EQ(all[0].hour, noon);
  EXPECT_EQ(all[0].state, StepState::kCanceled);
  EXPECT_EQ(all[0].discontinuation, "INPUT");
  EXPECT_EQ(all[1].state, StepState::kCompleted);
  EXPECT_EQ(all[2].hour, noon + hours(1));
  EXPECT_THAT(source().ended(noon + hours(1), kAll), SizeIs(2));
  std::int64_t counted = 0;
  for (const EndedSteps& steps : source().ended(noon, 3)) counted += steps.count;
  EXPECT_EQ(counted, 3) << "the limit bounds the rows, not the groups";
  EXPECT_EQ(source().ended(noon, 2)[0].hour, noon + hours(1)) << "the latest count";
}

TEST_P(MonitoringSourceTest, ReadsTheChangesOfStatesForAll) {
  add_claimed("1.1");
  beat("1.1", "p");
  fail_step("1.1", "p", "INPUT");
  SubscriptionSet wanted;
  subscriptions().set_subscriber("AE", wanted,
                                 {WorkitemEvent{WorkitemEvent::Type::kStateReport, "1.1", Json::object(), "AE"}},
                                 subscriptions().last_number());
  const std::int64_t last = source().last_event();
  const auto changes = source().state_changes(0, last);
  ASSERT_THAT(changes, SizeIs(3)) << "neither progress nor what one subscriber is told";
  EXPECT_EQ(changes[0].state, StepState::kScheduled);
  EXPECT_EQ(changes[1].state, StepState::kInProgress);
  EXPECT_EQ(changes[1].time - *changes[1].start, seconds(2));
  EXPECT_EQ(changes[2].state, StepState::kCanceled);
  EXPECT_EQ(changes[2].discontinuation, "INPUT");
  EXPECT_FALSE(changes[2].cancel_requested);
  EXPECT_THAT(source().state_changes(changes[0].event, changes[1].event), SizeIs(1));
  EXPECT_THAT(source().state_changes(last, last), IsEmpty());
}

TEST_P(MonitoringSourceTest, ChangesOutliveTheirStep) {
  add_claimed("1.1");
  complete_step("1.1", "p");
  stores_->database->write([](SqlSession& session) {
    session.execute("DELETE FROM workitem", {});
    session.commit();
  });
  const auto changes = source().state_changes(0, source().last_event());
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_FALSE(changes[2].start);
}

TEST_P(MonitoringSourceTest, CountsOnlyWhatEndsAfterTheStart) {
  add_claimed("1.1");
  complete_step("1.1", "p");
  const SqlMonitoringSource asked = source();
  FinishedSteps finished(asked);
  EXPECT_FALSE(finished.read_on());
  add_claimed("1.2", seconds(4));
  time_.advance(seconds(20));
  complete_step("1.2", "p");
  add_claimed("1.3");
  time_.advance(seconds(1));
  fail_step("1.3", "p", "TRANSIENT");
  EXPECT_FALSE(finished.read_on());
  EXPECT_FALSE(finished.read_on()) << "nothing is counted twice";
  metrics::Exposition exposition;
  finished.expose(exposition);
  const auto has = [&](const std::string& line) { EXPECT_THAT(exposition.text(), HasSubstr("\n" + line + "\n")); };
  has(R"(sonolist_steps_finished_total{error_class="none",outcome="completed"} 1)");
  has(R"(sonolist_steps_finished_total{error_class="transient",outcome="canceled"} 1)");
  has(R"(sonolist_steps_finished_total{error_class="input",outcome="canceled"} 0)");
  has(R"(sonolist_step_seconds_bucket{outcome="completed",phase="wait",le="2.5"} 0)");
  has(R"(sonolist_step_seconds_bucket{outcome="completed",phase="wait",le="5"} 1)");
  has(R"(sonolist_step_seconds_sum{outcome="completed",phase="work"} 20)");
  has(R"(sonolist_step_seconds_count{outcome="canceled",phase="work"} 1)");
}

TEST_P(MonitoringSourceTest, ReportsPerformersByWhatTheyWrote) {
  add_claimed("1.1");
  complete_step("1.1", "early");
  time_.advance(minutes(10));
  for (const char* uid : {"1.2", "1.3", "1.4"}) add_claimed(uid);
  complete_step("1.2", "gpu-1");
  fail_step("1.3", "gpu-1", "INPUT");
  beat("1.4", "gpu-1");
  const Json performers = report()["performers"];
  ASSERT_THAT(performers, SizeIs(2));
  EXPECT_EQ(performers[0], (Json{{"name", "early"},
                                 {"state", "silent"},
                                 {"lastSeen", "2026-03-01T12:00:02Z"},
                                 {"running", 0},
                                 {"completed", 1},
                                 {"canceled", 0}}));
  EXPECT_EQ(performers[1], (Json{{"name", "gpu-1"},
                                 {"state", "alive"},
                                 {"lastSeen", "2026-03-01T12:10:08Z"},
                                 {"running", 1},
                                 {"completed", 1},
                                 {"canceled", 1}}));
}

TEST_P(MonitoringSourceTest, ReportsThroughputErrorsAndLatencies) {
  for (int i = 0; i < 20; ++i) {
    const std::string uid = "1." + std::to_string(i);
    add_claimed(uid, seconds(i));
    time_.advance(seconds(10));
    if (i < 18) {
      complete_step(uid, "p");
    } else {
      fail_step(uid, "p", i == 18 ? "INPUT" : "SOMETHING");
    }
  }
  const Json found = report();
  ASSERT_THAT(found["throughput"], SizeIs(24));
  EXPECT_EQ(found["throughput"][23], (Json{{"hour", "2026-03-01T12:00:00Z"}, {"completed", 18}, {"canceled", 2}}));
  EXPECT_EQ(found["throughput"][0], (Json{{"hour", "2026-02-28T13:00:00Z"}, {"completed", 0}, {"canceled", 0}}));
  EXPECT_EQ(found["errors"], Json::array({{{"class", "input"}, {"count", 1}}, {{"class", "other"}, {"count", 1}}}));
  store().create(sample_workitem("1.77"));
  store().change("1.77", [&](const Workitem& before) {
    return std::optional(cancel_unclaimed(before, Json::object(), time_.now()));
  });
  EXPECT_EQ(report()["errors"].back(), (Json{{"class", "requested"}, {"count", 1}}));
  EXPECT_EQ(found["latencySeconds"]["wait"], (Json{{"p50", 8.0}, {"p95", 17.0}, {"p99", 17.0}}));
  EXPECT_EQ(found["latencySeconds"]["work"]["p99"], 10.0);
  EXPECT_EQ(found["latencySeconds"]["total"]["p50"], 18.0);
}

TEST_P(MonitoringSourceTest, ReportsWhatWaitsAndWhatIsPaused) {
  store().create(of_model("1.1", "a"));
  store().create(of_model("1.2", "a"));
  claim_step("1.2", "hash", time_.now());
  store().set_paused("b", true);
  time_.advance(seconds(30));
  EXPECT_EQ(report()["queue"],
            (Json{{"depth", 1},
                  {"oldestSeconds", 30.0},
                  {"byModel", Json::array({{{"model", "a"}, {"waiting", 1}, {"running", 1}, {"paused", false}},
                                           {{"model", "b"}, {"waiting", 0}, {"running", 0}, {"paused", true}}})}}));
  store().set_paused("", true);
  EXPECT_EQ(report()["queue"]["byModel"][0]["paused"], true);
}

TEST_P(MonitoringSourceTest, AnEmptyWorklistIsAReportToo) {
  const Json found = report();
  EXPECT_EQ(found["performers"], Json::array());
  EXPECT_EQ(found["errors"], Json::array());
  EXPECT_TRUE(found["latencySeconds"]["total"]["p95"].is_null());
  EXPECT_EQ(found["queue"], (Json{{"depth", 0}, {"oldestSeconds", 0.0}, {"byModel", Json::array()}}));
}

TEST_P(MonitoringSourceTest, ReadsNoMoreThanItsLimits) {
  for (int i = 0; i < 5; ++i) {
    const std::string uid = "1." + std::to_string(i);
    add_claimed(uid);
    if (i < 3) complete_step(uid, "p");
    if (i >= 3) beat(uid, "p");
  }
  EXPECT_THAT(source().performed(TimePoint(), kAll), SizeIs(5));
  EXPECT_THAT(source().performed(TimePoint(), 1), SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(Engines, MonitoringSourceTest, testing::Values(sqlite_engine(), postgresql_engine()),
                         engine_name);

// How the engine goes about it does not depend on how many rows there are, for it keeps no statistics.
TEST(MonitoringSql, IsAnsweredByIndexes) {
  TemporaryFolder folder;
  SqliteDatabase database(folder.database());
  const auto plan_of = [&](const std::string& sql, const SqlValues& values) {
    return database.read([&](SqlSession& session) {
      std::string plan;
      const auto rows = session.query("EXPLAIN QUERY PLAN " + sql, values);
      while (rows->next()) plan += rows->text(3) + "\n";
      return plan;
    });
  };
  const SqlValues two{std::int64_t{0}, std::int64_t{10}};
  EXPECT_THAT(
      plan_of(monitoring_sql::kQueue, {}),
      AllOf(HasSubstr("SEARCH workitem USING COVERING INDEX workitem_state_model (state=?)"), Not(HasSubstr("SCAN"))));
  EXPECT_THAT(plan_of(monitoring_sql::kEnded, two),
              HasSubstr("SEARCH workitem USING COVERING INDEX workitem_finished (updated_us>?)"));
  EXPECT_THAT(plan_of(monitoring_sql::kLastEnded, two),
              AllOf(HasSubstr("SEARCH workitem USING INDEX workitem_finished (updated_us>?)"), Not(HasSubstr("TEMP"))));
  EXPECT_THAT(plan_of(monitoring_sql::kRunning, {std::int64_t{10}}),
              AllOf(HasSubstr("SEARCH workitem USING INDEX workitem_state (state=?)"), Not(HasSubstr("TEMP"))));
  EXPECT_THAT(plan_of(monitoring_sql::kStateChanges, two),
              AllOf(HasSubstr("SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), HasSubstr("(uid=?)"),
                    Not(HasSubstr("SCAN")), Not(HasSubstr("TEMP"))));
}

}  // namespace
}  // namespace sonolist::plugin
