#include "plugin/worklist/sqlite/sqlite_database.h"

#include <sqlite3.h>

#include "plugin/worklist/sql/schema.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

// At most 32 MB of the pages that were looked at: with the 2 MB of the default the indexes of the audit are read from
// the file again and again.
constexpr const char* kCache = "PRAGMA cache_size=-32768";

// Runs `work` and says in our words what SQLite refused.
template <typename Work>
void translating_errors(const Work& work) {
  try {
    work();
  } catch (const SQLite::Exception& error) {
    throw StoreError(std::string("The worklist data base refused an operation (") + error.what() +
                     "): check the free space and the health of its disk");
  }
}

SqliteConnection open_database(const std::filesystem::path& path) {
  try {
    // At its very first start Orthanc makes its folders after it has loaded the plug-ins.
    std::error_code ignored;  // what goes wrong here goes wrong again below, and is named there
    std::filesystem::create_directories(path.parent_path(), ignored);
    return SqliteConnection(path);
  } catch (const SQLite::Exception& error) {
    throw StoreError("The worklist data base \"" + path.string() + "\" cannot be opened (" + error.what() +
                     "): check that its folder exists and that Orthanc may write there, or set Sonolist.DatabasePath");
  }
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& path) : path_(path), writer_(open_database(path)) {
  try {
    SQLite::Database& database = writer_.database();
    database.exec(kCache);
    // Before the file has its first page, else without effect: files of version 2 and before keep their size, and use
    // the room of deleted rows again.
    database.exec("PRAGMA auto_vacuum=INCREMENTAL");
    database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=FULL");
    SqliteSession session(writer_, SqliteSession::Access::kWrite);
    bring_up_to_date(session, "The worklist data base \"" + path.string() + "\"", "Sonolist.DatabasePath");
    session.commit();
  } catch (const SQLite::Exception& error) {
    throw StoreError("The worklist data base \"" + path.string() + "\" cannot be used (" + error.what() +
                     "): move the file away to start with an empty worklist, or set Sonolist.DatabasePath");
  }
}

void SqliteDatabase::run_writing(const Task& task) {
  bool has_events = false;
  translating_errors([&] {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    SqliteSession session(writer_, SqliteSession::Access::kWrite);
    task(session);
    has_events = session.has_committed_events();
  });
  if (has_events) event_signal().raise();
}

void SqliteDatabase::run_reading(const Task& task) {
  translating_errors([&] {
    const Reader reader(*this);
    SqliteSession session(*reader.connection, SqliteSession::Access::kRead);
    task(session);
  });
}

void SqliteDatabase::run_snapshot(const Task& task) {
  translating_errors([&] {
    const Reader reader(*this);
    SqliteSession session(*reader.connection, SqliteSession::Access::kSnapshot);
    task(session);
  });
}

SqliteDatabase::Reader::Reader(SqliteDatabase& database) : pool(database), connection(database.take_reader()) {}

SqliteDatabase::Reader::~Reader() {
  pool.put_back(std::move(connection));
}

std::unique_ptr<SqliteConnection> SqliteDatabase::take_reader() {
  std::unique_lock<std::mutex> lock(readers_mutex_);
  reader_is_back_.wait(lock, [this] { return readers_in_use_ < kReaders; });
  std::unique_ptr<SqliteConnection> reader;
  if (idle_readers_.empty()) {
    reader = std::make_unique<SqliteConnection>(path_);
    reader->database().exec(kCache);
  } else {
    reader = std::move(idle_readers_.back());
    idle_readers_.pop_back();
  }
  ++readers_in_use_;
  return reader;
}

void SqliteDatabase::put_back(std::unique_ptr<SqliteConnection> reader) {
  {
    const std::lock_guard<std::mutex> lock(readers_mutex_);
    idle_readers_.push_back(std::move(reader));
    --readers_in_use_;
  }
  reader_is_back_.notify_one();
}

// Deleted rows leave free pages in the file, which incremental_vacuum cuts off; the log keeps the size of its longest
// time until a checkpoint truncates it. That is not worth a wait for readers: the next checkpoint comes.
void SqliteDatabase::give_back_space() {
  translating_errors([&] {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    SQLite::Database& database = writer_.database();
    database.exec("PRAGMA incremental_vacuum");
    database.setBusyTimeout(0);
    sqlite3_wal_checkpoint_v2(database.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    database.setBusyTimeout(SqliteConnection::kBusyTimeoutMs);
  });
}

}  // namespace sonolist::plugin
