#include "plugin/worklist/sqlite/sqlite_session.h"

namespace sonolist::plugin {
namespace {

// Resets the statement at the end: one that is not reset would keep its view of the data base, and the log from
// shrinking.
class SqliteRows : public SqlRows {
 public:
  explicit SqliteRows(SQLite::Statement& statement) : statement_(statement) {}
  ~SqliteRows() override { statement_.tryReset(); }
  SqliteRows(const SqliteRows&) = delete;
  SqliteRows& operator=(const SqliteRows&) = delete;

  bool next() override { return statement_.executeStep(); }
  bool is_null(int column) const override { return statement_.getColumn(column).isNull(); }
  std::int64_t integer(int column) const override { return statement_.getColumn(column).getInt64(); }
  double real(int column) const override { return statement_.getColumn(column).getDouble(); }
  std::string text(int column) const override { return statement_.getColumn(column).getString(); }

 private:
  SQLite::Statement& statement_;
};

}  // namespace

SqliteSession::SqliteSession(SqliteConnection& connection, Access access) : connection_(connection) {
  connection_.trim_statements();
  if (access == Access::kRead) return;
  execute(access == Access::kWrite ? "BEGIN IMMEDIATE" : "BEGIN", {});
  is_in_transaction_ = true;
}

SqliteSession::~SqliteSession() {
  if (!is_in_transaction_) return;
  try {
    execute("ROLLBACK", {});
  } catch (const SQLite::Exception&) {
    // After an error of the disk SQLite has rolled back by itself.
  }
}

std::unique_ptr<SqlRows> SqliteSession::query(const std::string& sql, const SqlValues& values) {
  return std::make_unique<SqliteRows>(connection_.prepare(sql, values));
}

std::int64_t SqliteSession::execute(const std::string& sql, const SqlValues& values) {
  SQLite::Statement& statement = connection_.prepare(sql, values);
  const SqliteRows reset_at_end(statement);
  return statement.exec();
}

void SqliteSession::commit() {
  execute("COMMIT", {});
  is_in_transaction_ = false;
  is_committed_ = true;
}

}  // namespace sonolist::plugin
