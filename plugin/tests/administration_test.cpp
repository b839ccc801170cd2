#include "plugin/administration/administration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/workitem/tags.h"
#include "plugin/administration/administration_handler.h"
#include "plugin/administration/reprocessor.h"
#include "plugin/intake/intake.h"
#include "plugin/intake/withdrawal.h"
#include "plugin/tests/fake_pacs.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/worklist_service.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_reprocess_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
namespace tag = dicom::tag;

class AdministrationTest : public testing::Test {
 protected:
  HttpResponse send(HttpMethod method, const std::string& path, const json& body = json::object()) {
    const auto response = handler_.handle({method, path, {}, {{"content-type", "application/json"}}, body.dump()});
    return response.value_or(HttpResponse{404, "", {}, ""});
  }
  json answer(HttpMethod method, const std::string& path, const json& body = json::object()) {
    return json::parse(send(method, path, body).body);
  }
  // All steps, oldest first.
  std::vector<Workitem> steps() {
    std::vector<Workitem> all;
    worklist_.visit({}, [&](const Workitem& workitem) {
      all.push_back(workitem);
      return true;
    });
    std::sort(all.begin(), all.end(), [](const Workitem& a, const Workitem& b) { return a.number < b.number; });
    return all;
  }
  void end(const std::string& uid, StepState state, const Json& update) {
    EXPECT_EQ(service_.change_state(uid, StepState::kInProgress, "1.9").status, UpsStatus::kSuccess);
    EXPECT_EQ(service_.update(uid, update, "1.9").status, UpsStatus::kSuccess);
    EXPECT_EQ(service_.change_state(uid, state, "1.9").status, UpsStatus::kSuccess);
  }
  void fail(const std::string& uid) { end(uid, StepState::kCanceled, sample_cancellation_update("INPUT")); }
  void take_in() {
    while (intake_.step(stop_)) continue;
  }
  void scan() {
    intake_.request_scan();
    while (intake_.scan(stop_)) continue;
  }
  void reprocess() {
    while (reprocessor_.work(stop_)) continue;
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlWorklistStore worklist_{database_, time_.clock()};
  SqlIntakeStore intake_store_{database_, time_.clock(), "pacs"};
  SqlReprocessStore jobs_{database_, "pacs"};
  WorklistService service_{worklist_, {}, time_.clock()};
  QuietLog log_;
  FakePacs pacs_;
  Rule rule_ = [] {
    Rule rule;
    rule.name = "us";
    rule.model = "anterior-sciatic";
    rule.match = {{"SOPClassUID", {kUltrasound}}};
    return rule;
  }();
  ImageExaminer examiner_{pacs_, intake_store_, log_, {{rule_}, "/dicom-web/", true}, time_.clock()};
  Intake intake_{pacs_, intake_store_, examiner_, log_};
  Administration service_of_administrator_{pacs_, worklist_, jobs_, time_.clock()};
  AdministrationHandler handler_{service_of_administrator_};
  Reprocessor reprocessor_{examiner_, intake_store_, worklist_, jobs_, time_.clock()};
  std::atomic<bool> stop_{false};
};

TEST_F(AdministrationTest, ShowsDeadLettersAndQueuesThemAgainOnce) {
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  take_in();
  fail(steps()[0].uid());
  const json dead = answer(HttpMethod::kGet, "/sonolist/dead-letters");
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0]["class"], "INPUT");
  EXPECT_EQ(dead[0]["reason"], "Test");
  EXPECT_EQ(dead[0]["sourceSopInstanceUid"], "1.2.1");
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/requeue", {{"Model", "other"}})["requeued"].size(), 0U);
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/requeue", {{"Reason", "INPUT"}})["requeued"].size(), 1U);
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/requeue", {{"All", true}})["requeued"].size(), 0U);
  EXPECT_EQ(answer(HttpMethod::kGet, "/sonolist/dead-letters").size(), 0U);
  ASSERT_EQ(steps().size(), 3U);
  EXPECT_EQ(steps()[2].state, StepState::kScheduled);
}

TEST_F(AdministrationTest, RequeueMustNameSomething) {
  EXPECT_EQ(send(HttpMethod::kPost, "/sonolist/requeue").status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, "/sonolist/requeue", {{"Modle", "x"}}).status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, "/sonolist/requeue", {{"Uids", {1}}}).status, 400);
}

TEST_F(AdministrationTest, RefusesWhatAFormOfAnotherSiteCanSend) {
  const HttpRequest form{HttpMethod::kPost, "/sonolist/pause", {}, {{"content-type", "text/plain"}}, "{}"};
  EXPECT_EQ(handler_.handle(form)->status, 415);
  EXPECT_EQ(send(HttpMethod::kGet, "/sonolist/pause").status, 405);
  EXPECT_FALSE(handler_.handle({HttpMethod::kPost, "/sonolist/status", {}, {}, ""}));
}

TEST_F(AdministrationTest, APausedModelIsNotClaimed) {
  pacs_.store("1", kUltrasound);
  take_in();
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/pause", {{"Model", "anterior-sciatic"}})["models"].size(), 1U);
  const std::string uid = steps()[0].uid();
  EXPECT_NE(service_.change_state(uid, StepState::kInProgress, "1.9").status, UpsStatus::kSuccess);
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/resume", {{"Model", "anterior-sciatic"}})["models"].size(), 0U);
  EXPECT_EQ(answer(HttpMethod::kPost, "/sonolist/pause")["all"], true);
  EXPECT_NE(service_.change_state(uid, StepState::kInProgress, "1.9").status, UpsStatus::kSuccess);
  answer(HttpMethod::kPost, "/sonolist/resume");
  EXPECT_EQ(service_.change_state(uid, StepState::kInProgress, "1.9").status, UpsStatus::kSuccess);
}

TEST_F(AdministrationTest, ProcessesAStudyAgainAtThePaceThatWasAskedFor) {
  for (const char* id : {"1", "2", "3", "4"}) pacs_.store(id, kUltrasound);
  take_in();
  end(steps()[0].uid(), StepState::kCompleted, sample_performed_update());
  fail(steps()[1].uid());
  service_.change_state(steps()[2].uid(), StepState::kInProgress, "1.9");
  time_.advance(std::chrono::hours(1));
  const json job =
      answer(HttpMethod::kPost, "/sonolist/studies/abc/process", {{"Priority", "LOW"}, {"StepsPerMinute", 6}});
  EXPECT_EQ(job["images"], 4);
  EXPECT_EQ(job["description"], "studies/abc");
  reprocess();
  EXPECT_EQ(answer(HttpMethod::kGet, "/sonolist/reprocess")[0]["waiting"], 0);
  EXPECT_EQ(answer(HttpMethod::kGet, "/sonolist/reprocess")[0]["queued"], 2) << "two steps had ended";
  const auto all = steps();
  ASSERT_EQ(all.size(), 6U);
  const auto start = [](const Workitem& workitem) {
    return parse_date_time(*dicom::get_string(workitem.item, tag::kScheduledProcedureStepStartDateTime))->first;
  };
  EXPECT_EQ(start(all[4]), time_.now());
  EXPECT_EQ(start(all[5]) - start(all[4]), std::chrono::seconds(10));
  EXPECT_EQ(dicom::get_string(all[5].item, tag::kScheduledProcedureStepPriority), "LOW");
  answer(HttpMethod::kPost, "/sonolist/studies/abc/process");
  reprocess();
  EXPECT_EQ(steps().size(), 6U) << "all wait or run";
}

TEST_F(AdministrationTest, ReprocessingFindsImagesThatNoRuleSelectedBefore) {
  pacs_.store("1", kUltrasound);
  answer(HttpMethod::kPost, "/sonolist/reprocess", {{"Query", {{"Modality", "US"}}}});
  reprocess();
  EXPECT_EQ(steps().size(), 1U);
  take_in();
  EXPECT_EQ(steps().size(), 1U);
  EXPECT_EQ(send(HttpMethod::kPost, "/sonolist/reprocess", {{"Query", json::object()}}).status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, "/sonolist/instances/none/process").status, 404);
}

TEST_F(AdministrationTest, AJobCanBeCanceled) {
  pacs_.store("1", kUltrasound);
  const auto id = answer(HttpMethod::kPost, "/sonolist/studies/abc/process")["id"].get<int>();
  EXPECT_EQ(send(HttpMethod::kDelete, "/sonolist/reprocess/" + std::to_string(id)).status, 200);
  reprocess();
  EXPECT_TRUE(steps().empty());
  EXPECT_EQ(send(HttpMethod::kDelete, "/sonolist/reprocess/77").status, 404);
}

TEST_F(AdministrationTest, AdoptsAResultThatThePacsHoldsAlready) {
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  pacs_.store_report("3", "anterior-sciatic", "1");
  pacs_.store_report("4", "another-model", "2");
  take_in();  // a new worklist in an old PACS
  const auto all = steps();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].state, StepState::kCompleted);
  EXPECT_THAT(all[0].item.dump(), testing::HasSubstr("1.2.seg"));
  EXPECT_THAT(all[0].item.dump(), testing::HasSubstr("Adopted"));
  EXPECT_EQ(all[1].state, StepState::kScheduled);
}

TEST_F(AdministrationTest, AScanFindsWhatTheChangesDoNotTell) {
  take_in();
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  pacs_.store_report("3", "anterior-sciatic", "2");
  pacs_.forget_changes();
  scan();
  const auto all = steps();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].state, StepState::kScheduled);
  EXPECT_EQ(all[1].state, StepState::kCompleted);
  scan();
  EXPECT_EQ(steps().size(), 2U);
}

TEST_F(AdministrationTest, WorkOnADeletedImageIsWithdrawn) {
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  take_in();
  pacs_.remove("1");
  EXPECT_EQ(withdraw_deleted(pacs_, intake_store_, worklist_, time_.now(), stop_), 1);
  EXPECT_EQ(withdraw_deleted(pacs_, intake_store_, worklist_, time_.now(), stop_), 0);
  EXPECT_EQ(steps()[0].state, StepState::kCanceled);
  EXPECT_EQ(discontinuation_class(steps()[0].item), kInputDeleted);
  EXPECT_EQ(steps()[1].state, StepState::kScheduled);
}

}  // namespace
}  // namespace sonolist::plugin
