#include "plugin/worklist/sqlite_database.h"

#include "plugin/worklist/sqlite_schema.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

constexpr int kBusyTimeoutMs = 10'000;

SQLite::Database open_database(const std::filesystem::path& path) {
  try {
    // At its very first start Orthanc makes its folders after it has loaded the plug-ins.
    std::error_code ignored;  // what goes wrong here goes wrong again below, and is named there
    std::filesystem::create_directories(path.parent_path(), ignored);
    return {path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs};
  } catch (const SQLite::Exception& error) {
    throw StoreError("The worklist data base \"" + path.string() + "\" cannot be opened (" + error.what() +
                     "): check that its folder exists and that Orthanc may write there, or set Sonolist.DatabasePath");
  }
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& path) : connection_(open_database(path)) {
  try {
    connection_.exec("PRAGMA journal_mode=WAL");
    connection_.exec("PRAGMA synchronous=FULL");
    prepare_schema(path);
  } catch (const SQLite::Exception& error) {
    throw StoreError("The worklist data base \"" + path.string() + "\" cannot be used (" + error.what() +
                     "): move the file away to start with an empty worklist, or set Sonolist.DatabasePath");
  }
}

void SqliteDatabase::prepare_schema(const std::filesystem::path& path) {
  SQLite::Transaction transaction(connection_, SQLite::TransactionBehavior::IMMEDIATE);
  const bool is_new = !connection_.tableExists("schema_version");
  const int version = is_new ? 0 : connection_.execAndGet("SELECT version FROM schema_version").getInt();
  if (version < 0 || version > kSchemaVersion) {
    throw StoreError("The worklist data base \"" + path.string() + "\" has schema version " + std::to_string(version) +
                     ", this plug-in knows up to " + std::to_string(kSchemaVersion) +
                     ": install the matching version of the plug-in or set Sonolist.DatabasePath");
  }
  for (int step = version; step < kSchemaVersion; ++step) {
    connection_.exec(kSchemaSteps.at(static_cast<std::size_t>(step)));
  }
  if (is_new) connection_.exec("INSERT INTO schema_version VALUES (0)");
  connection_.exec("UPDATE schema_version SET version = " + std::to_string(kSchemaVersion));
  transaction.commit();
}

SqliteDatabase::StatementGuard::~StatementGuard() {
  statement_.tryReset();
}

SqliteDatabase::Session::Session(SqliteDatabase& database, bool writes) : database_(database), lock_(database.mutex_) {
  if (writes) {
    transaction_ = std::make_unique<SQLite::Transaction>(database.connection_, SQLite::TransactionBehavior::IMMEDIATE);
  }
}

SqliteDatabase::StatementGuard SqliteDatabase::Session::prepare(const std::string& sql) {
  std::unique_ptr<SQLite::Statement>& statement = database_.statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(database_.connection_, sql);
  return StatementGuard(*statement);
}

void SqliteDatabase::Session::commit() {
  transaction_->commit();
}

}  // namespace sonolist::plugin
