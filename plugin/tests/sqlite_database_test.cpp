#include "plugin/worklist/sqlite/sqlite_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "plugin/tests/samples.h"
#include "plugin/worklist/sql/schema_steps.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sql/where_clause.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using testing::HasSubstr;
using testing::Not;

class SqliteFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
};

std::string opening_error(const std::filesystem::path& path) {
  try {
    SqliteDatabase database(path);
  } catch (const StoreError& error) {
    return error.what();
  }
  return "opened";
}

TEST_F(SqliteFile, MakesItsFolder) {
  EXPECT_EQ(opening_error(folder_.path() / "new" / "folder" / "file.db"), "opened");
}

TEST_F(SqliteFile, RefusesAFolderThatCannotBeMade) {
  std::ofstream(folder_.path() / "file") << "x";
  EXPECT_THAT(opening_error(folder_.path() / "file" / "file.db"), HasSubstr("Sonolist.DatabasePath"));
}

TEST_F(SqliteFile, RefusesAFileThatIsNoDataBase) {
  const auto path = folder_.path() / "other.db";
  std::ofstream(path) << std::string(8192, 'x');
  EXPECT_THAT(opening_error(path), HasSubstr("cannot be used"));
}

SQLite::Database database_of_version(int version, const std::filesystem::path& path) {
  SQLite::Database older(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  older.exec("CREATE TABLE schema_version (version INTEGER NOT NULL)");
  older.exec("INSERT INTO schema_version VALUES (" + std::to_string(version) + ")");
  for (int step = 0; step < version; ++step) older.exec(kSchemaSteps.at(static_cast<std::size_t>(step)));
  older.exec("UPDATE intake SET cursor = 7");
  older.exec("INSERT INTO image VALUES (4, 'orthanc-1', '1.9', 'skipped', 'No rule matches', 5)");
  return older;
}

// As version 2 wrote it.
void insert_old_workitem(SQLite::Database& older, const Workitem& workitem, const std::string& lease) {
  SQLite::Statement insert(older,
                           "INSERT INTO workitem VALUES (NULL, ?, ?, 1, 'READY', 1000, 'SONOLIST', 'Label', "
                           "'anterior-sciatic', ?, 1, " +
                               lease + ", 'hash', 0, 3, ?, 10, 20)");
  insert.bind(1, workitem.uid());
  insert.bind(2, to_string(workitem.state));
  insert.bind(3, workitem.source_sop_uid());
  insert.bind(4, workitem.item.dump());
  insert.exec();
}

TEST_F(SqliteFile, BringsTheFirstSchemaUpToDate) {
  const auto path = folder_.path() / "older.db";
  SQLite::Database older = database_of_version(1, path);
  SqliteDatabase database(path);
  EXPECT_EQ(older.execAndGet("SELECT version FROM schema_version").getInt(), kSchemaVersion);
  EXPECT_TRUE(older.tableExists("segmentation"));
  const SqlIntakeStore intake(database, system_time, "pacs");
  EXPECT_EQ(intake.cursor(), 7);
  EXPECT_TRUE(intake.knows_image("orthanc-1"));
}

TEST_F(SqliteFile, BringsTheSecondSchemaUpToDate) {
  const auto path = folder_.path() / "older.db";
  {
    SQLite::Database older = database_of_version(2, path);
    Workitem claimed = sample_workitem("1.1");
    claimed.state = StepState::kInProgress;
    insert_old_workitem(older, claimed, "5000");
    Workitem canceled = sample_workitem("1.2");
    canceled.state = StepState::kCanceled;
    canceled.item.update(sample_cancellation_update("INPUT"));
    insert_old_workitem(older, canceled, "NULL");
  }
  SqliteDatabase database(path);
  const SqlWorklistStore store(database, system_time);
  EXPECT_EQ(store.find("1.1")->revision, 3);
  EXPECT_EQ(store.find("1.1")->lease_until, from_microseconds(5000));
  IndexedFilter filter;
  filter.patient_id = "P1";
  filter.accession_number = "A7";
  filter.study_instance_uid = "1.2.826.0.1.77";
  filter.source_sop_uid = kSourceSopUid;
  filter.start_from = filter.start_until = parse_date_time("20260301120000")->first;
  EXPECT_EQ(store.count(filter, 10), 2);
  filter.discontinuation = "INPUT";
  EXPECT_EQ(store.count(filter, 10), 1);
  ASSERT_EQ(store.overdue(from_microseconds(5000), 10).size(), 1u);
  EXPECT_EQ(store.overdue(from_microseconds(5000), 10)[0].uid(), "1.1");
}

TEST_F(SqliteFile, GivesItsRoomBack) {
  const auto path = folder_.database();
  SqliteDatabase database(path);
  ImageRecord image{"a", kSourceSopUid, ImageOutcome::kQueued, "", {}};
  for (int i = 0; i < 500; ++i) image.workitems.push_back(sample_workitem("1.2." + std::to_string(i)));
  SqlIntakeStore(database, system_time, "pacs").commit(1, {image});
  database.give_back_space();
  const auto full = std::filesystem::file_size(path);
  database.write([](SqlSession& session) {
    session.execute("DELETE FROM workitem", {});
    session.execute("DELETE FROM event", {});
    session.commit();
  });
  database.give_back_space();
  EXPECT_LT(std::filesystem::file_size(path), full / 4);
  EXPECT_EQ(std::filesystem::file_size(path.string() + "-wal"), 0u);
}

TEST_F(SqliteFile, RefusesANewerSchema) {
  EXPECT_EQ(opening_error(folder_.database()), "opened");
  SQLite::Database(folder_.database().string(), SQLite::OPEN_READWRITE).exec("UPDATE schema_version SET version = 99");
  EXPECT_THAT(opening_error(folder_.database()), HasSubstr("schema version 99"));
}

// The steps of SQLite's plan for a page of a search.
std::string plan_of(SqliteDatabase& database, const IndexedFilter& filter) {
  WhereClause where(filter);
  const std::string limit = where.add_value(100);
  return database.read([&](SqlSession& session) {
    const auto rows = session.query(
        "EXPLAIN QUERY PLAN SELECT json FROM workitem" + where.sql() + " ORDER BY queue_key, id LIMIT " + limit,
        where.values());
    std::string plan;
    while (rows->next()) plan += rows->text(3) + "\n";
    return plan;
  });
}

TEST_F(SqliteFile, NoSearchWalksThroughTheWholeTable) {
  using Text = std::optional<std::string> IndexedFilter::*;
  SqliteDatabase database(folder_.database());
  const IndexedFilter nothing;
  EXPECT_THAT(plan_of(database, nothing), HasSubstr("SCAN workitem USING INDEX workitem_order"));
  std::vector<IndexedFilter> filters;
  for (const Text text : {&IndexedFilter::priority, &IndexedFilter::input_readiness, &IndexedFilter::worklist_label,
                          &IndexedFilter::step_label, &IndexedFilter::patient_id, &IndexedFilter::accession_number,
                          &IndexedFilter::study_instance_uid, &IndexedFilter::workitem_code, &IndexedFilter::model,
                          &IndexedFilter::source_sop_uid, &IndexedFilter::discontinuation}) {
    IndexedFilter filter;
    filter.*text = "value";
    filters.push_back(filter);
    filter.state = StepState::kScheduled;
    filters.push_back(filter);
  }
  filters.resize(filters.size() + 4);
  filters.rbegin()[0].dead_letters = true;
  filters.rbegin()[1].uids = {"1.1", "1.2", "1.3"};
  filters.rbegin()[2].start_from = system_time();
  filters.rbegin()[3].start_until = system_time();
  for (const IndexedFilter& filter : filters) {
    const std::string plan = plan_of(database, filter);
    EXPECT_THAT(plan, HasSubstr("SEARCH workitem USING")) << WhereClause(filter).sql();
    EXPECT_THAT(plan, Not(HasSubstr("SCAN"))) << WhereClause(filter).sql();
    const bool is_short = !filter.uids.empty() || filter.accession_number.has_value();
    if (!is_short) {
      EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << WhereClause(filter).sql() << " is sorted";
    }
  }
}

}  // namespace
}  // namespace sonolist::plugin
