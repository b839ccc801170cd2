#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/lease_sweep.h"
#include "plugin/worklist/sqlite_intake_store.h"
#include "plugin/worklist/sqlite_schema.h"
#include "plugin/worklist/sqlite_status_source.h"
#include "plugin/worklist/sqlite_worklist_store.h"
#include "plugin/worklist/step_changes.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

class SqliteStore : public testing::Test {
 protected:
  // As after a crash: a new connection on what is on disk.
  void reopen() {
    database_ = std::make_unique<SqliteDatabase>(folder_.database());
    store_ = std::make_unique<SqliteWorklistStore>(*database_, time_.clock());
    intake_ = std::make_unique<SqliteIntakeStore>(*database_, time_.clock());
    status_ = std::make_unique<SqliteStatusSource>(*database_);
  }
  void SetUp() override { reopen(); }

  Workitem with(const std::string& uid, const std::string& priority, const std::string& start) {
    Workitem workitem = sample_workitem(uid);
    dicom::set_string(workitem.item, tag::kScheduledProcedureStepPriority, "CS", priority);
    dicom::set_string(workitem.item, tag::kScheduledProcedureStepStartDateTime, "DT", start);
    return workitem;
  }

  std::vector<std::string> uids(const IndexedFilter& filter) {
    std::vector<std::string> found;
    store_->visit(filter, [&found](const Json& item) {
      found.push_back(*dicom::get_string(item, tag::kSopInstanceUid));
      return true;
    });
    return found;
  }

  bool claim_step(const std::string& uid, const std::string& hash, TimePoint lease_until) {
    const auto workitem = store_->find(uid);
    return store_->replace(workitem->revision, claim(*workitem, hash, lease_until, time_.now()));
  }

  FakeTime time_;
  TemporaryFolder folder_;
  std::unique_ptr<SqliteDatabase> database_;
  std::unique_ptr<SqliteWorklistStore> store_;
  std::unique_ptr<SqliteIntakeStore> intake_;
  std::unique_ptr<SqliteStatusSource> status_;
};

TEST_F(SqliteStore, KeepsAWorkitemAcrossReopening) {
  ASSERT_TRUE(store_->create(sample_workitem("1.1")));
  ASSERT_TRUE(claim_step("1.1", "hash", time_.now() + seconds(30)));
  reopen();
  const auto found = store_->find("1.1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state, StepState::kInProgress);
  EXPECT_EQ(found->transaction_hash, "hash");
  EXPECT_EQ(found->lease_until, time_.now() + seconds(30));
  EXPECT_EQ(found->source_sop_uid(), kSourceSopUid);
  EXPECT_EQ(status_->events(0, 10).size(), 2u);
  EXPECT_FALSE(store_->find("1.2"));
}

TEST_F(SqliteStore, RefusesADuplicateAndWritesNothing) {
  ASSERT_TRUE(store_->create(sample_workitem("1.1")));
  EXPECT_FALSE(store_->create(sample_workitem("1.1")));
  EXPECT_EQ(status_->events(0, 10).size(), 1u);
}

TEST_F(SqliteStore, RefusesAChangeOfAnOlderForm) {
  ASSERT_TRUE(store_->create(sample_workitem("1.1")));
  const auto read = store_->find("1.1");
  ASSERT_TRUE(claim_step("1.1", "first", time_.now()));
  EXPECT_FALSE(store_->replace(read->revision, claim(*read, "second", time_.now(), time_.now())));
  EXPECT_EQ(store_->find("1.1")->transaction_hash, "first");
  EXPECT_EQ(status_->events(0, 10).size(), 2u);  // the change that lost left no event
}

TEST_F(SqliteStore, ExactlyOneOfManyClaimsWins) {
  ASSERT_TRUE(store_->create(sample_workitem("1.1")));
  const auto read = store_->find("1.1");
  std::atomic<int> winners{0};
  std::vector<std::thread> claimers;
  for (int i = 0; i < 8; ++i) {
    claimers.emplace_back([&, i] {
      const WorkitemChange change = claim(*read, "hash" + std::to_string(i), time_.now(), time_.now());
      if (store_->replace(read->revision, change)) ++winners;
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(winners, 1);
}

TEST_F(SqliteStore, VisitsInTheOrderOfTheWorklist) {
  store_->create(with("1.1", "LOW", "20260101"));
  store_->create(with("1.2", "MEDIUM", "20260102"));
  store_->create(with("1.3", "MEDIUM", "20260101"));
  store_->create(with("1.4", "MEDIUM", "20260101"));
  store_->create(with("1.5", "HIGH", "20260109"));
  EXPECT_THAT(uids({}), ElementsAre("1.5", "1.3", "1.4", "1.2", "1.1"));
}

TEST_F(SqliteStore, FiltersByIndexedColumns) {
  store_->create(with("1.1", "HIGH", "20260101"));
  store_->create(with("1.2", "LOW", "20260201"));
  claim_step("1.2", "hash", time_.now());
  IndexedFilter filter;
  filter.state = StepState::kInProgress;
  EXPECT_THAT(uids(filter), ElementsAre("1.2"));
  EXPECT_EQ(store_->count(filter), 1);
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
  EXPECT_EQ(store_->count(filter), 0);
}

TEST_F(SqliteStore, SweepReplacesOnlyExpiredLeases) {
  store_->create(sample_workitem("1.1"));
  store_->create(sample_workitem("1.2"));
  store_->create(sample_workitem("1.3"));
  claim_step("1.1", "hash", time_.now() + seconds(10));
  claim_step("1.2", "hash", time_.now() + seconds(30));
  time_.advance(seconds(20));
  EXPECT_EQ(sweep_expired_leases(*store_, {}, time_.now()), 1);
  EXPECT_EQ(store_->find("1.1")->state, StepState::kCanceled);
  EXPECT_EQ(store_->find("1.2")->state, StepState::kInProgress);
  EXPECT_EQ(store_->find("1.3")->state, StepState::kScheduled);
  IndexedFilter scheduled;
  scheduled.state = StepState::kScheduled;
  EXPECT_EQ(store_->count(scheduled), 2);
  EXPECT_EQ(sweep_expired_leases(*store_, {}, time_.now()), 0);
}

TEST_F(SqliteStore, ChainOfLostPerformersEndsInTheDeadLetter) {
  store_->create(sample_workitem("1.1"));
  const RetryPolicy policy{3, std::chrono::milliseconds(1000)};
  IndexedFilter scheduled;
  scheduled.state = StepState::kScheduled;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    const auto waiting = uids(scheduled);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(store_->find(waiting[0])->attempt(), attempt);
    claim_step(waiting[0], "hash", time_.now() + seconds(10));
    time_.advance(seconds(11));
    EXPECT_EQ(sweep_expired_leases(*store_, policy, time_.now()), 1);
  }
  EXPECT_EQ(store_->count(scheduled), 0);
  EXPECT_EQ(status_->workitems_by_state(), (std::map<std::string, std::int64_t>{{"CANCELED", 3}}));
}

TEST_F(SqliteStore, LeasesAreExtendedAfterADowntime) {
  store_->create(sample_workitem("1.1"));
  claim_step("1.1", "hash", time_.now() + seconds(10));
  time_.advance(seconds(60));
  store_->extend_leases(time_.now() + seconds(10));
  EXPECT_TRUE(store_->expired(time_.now() + seconds(9)).empty());
  EXPECT_EQ(store_->expired(time_.now() + seconds(11)).size(), 1u);
}

TEST_F(SqliteStore, CursorAndWorkitemsCommitTogether) {
  EXPECT_EQ(intake_->cursor(), 0);
  intake_->commit(7, {{"orthanc-1", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}},
                      {"orthanc-2", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  reopen();
  EXPECT_EQ(intake_->cursor(), 7);
  EXPECT_TRUE(store_->find("1.1"));
  EXPECT_TRUE(intake_->knows_image("orthanc-2"));
  EXPECT_FALSE(intake_->knows_image("orthanc-3"));
  EXPECT_EQ(status_->images_by_outcome(), (std::map<std::string, std::int64_t>{{"queued", 1}, {"skipped", 1}}));
  EXPECT_EQ(status_->unqueued_images(10).at(0).at("reason"), "No rule matches");
  const auto image = status_->image(kSourceSopUid);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->at("workitems").at(0).at("uid"), "1.1");
  EXPECT_EQ(status_->image("orthanc-1")->at("outcome"), "queued");
  EXPECT_FALSE(status_->image("nobody"));
}

TEST_F(SqliteStore, ASecondTriggerChangesNothing) {
  const ImageRecord record{"orthanc-1", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}};
  intake_->commit(1, {record});
  claim_step("1.1", "hash", time_.now());
  intake_->commit(2, {record});
  EXPECT_EQ(store_->find("1.1")->state, StepState::kInProgress);
  intake_->commit(3, {{"orthanc-1", kSourceSopUid, ImageOutcome::kDeleted, "Gone", {}}});
  EXPECT_EQ(status_->image("orthanc-1")->at("outcome"), "queued");
  EXPECT_EQ(intake_->cursor(), 3);
}

TEST_F(SqliteStore, EventsAreReadFromWhereTheReaderStopped) {
  store_->create(sample_workitem("1.1"));
  store_->create(sample_workitem("1.2"));
  const Json first = status_->events(0, 1);
  ASSERT_EQ(first.size(), 1u);
  const Json rest = status_->events(first[0]["id"].get<std::int64_t>(), 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0]["uid"], "1.2");
}

std::string opening_error(const std::filesystem::path& path) {
  try {
    SqliteDatabase database(path);
  } catch (const StoreError& error) {
    return error.what();
  }
  return "opened";
}

TEST_F(SqliteStore, MakesItsFolder) {
  EXPECT_EQ(opening_error(folder_.path() / "new" / "folder" / "file.db"), "opened");
}

TEST_F(SqliteStore, RefusesAFolderThatCannotBeMade) {
  std::ofstream(folder_.path() / "file") << "x";
  EXPECT_THAT(opening_error(folder_.path() / "file" / "file.db"), HasSubstr("Sonolist.DatabasePath"));
}

TEST_F(SqliteStore, RefusesAFileThatIsNoDataBase) {
  const auto path = folder_.path() / "other.db";
  std::ofstream(path) << std::string(8192, 'x');
  EXPECT_THAT(opening_error(path), HasSubstr("cannot be used"));
}

TEST_F(SqliteStore, BringsAnOlderSchemaUpToDate) {
  const auto path = folder_.path() / "older.db";
  SQLite::Database older(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  older.exec(kFirstSchema);
  older.exec("INSERT INTO schema_version VALUES (1)");
  older.exec("UPDATE intake SET cursor = 7");
  EXPECT_EQ(opening_error(path), "opened");
  EXPECT_EQ(older.execAndGet("SELECT version FROM schema_version").getInt(), kSchemaVersion);
  EXPECT_EQ(older.execAndGet("SELECT cursor FROM intake").getInt(), 7);
  EXPECT_TRUE(older.tableExists("segmentation"));
}

TEST_F(SqliteStore, RefusesANewerSchema) {
  SQLite::Database(folder_.database().string(), SQLite::OPEN_READWRITE).exec("UPDATE schema_version SET version = 99");
  EXPECT_THAT(opening_error(folder_.database()), HasSubstr("schema version 99"));
}

}  // namespace
}  // namespace sonolist::plugin
