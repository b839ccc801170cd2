#include "plugin/worklist/sqlite/sqlite_connection.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kMaximumStatements = 200;

void bind(SQLite::Statement& statement, int index, const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    statement.bind(index, *text);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    statement.bind(index, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    statement.bind(index, *real);
  } else {
    statement.bind(index);
  }
}

}  // namespace

// Each connection is used by one thread at a time: SQLite needs no lock of its own, which it would take for every
// value.
SqliteConnection::SqliteConnection(const std::filesystem::path& path)
    : database_(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, kBusyTimeoutMs) {}

SQLite::Statement& SqliteConnection::prepare(const std::string& sql, const SqlValues& values) {
  std::unique_ptr<SQLite::Statement>& statement = statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
  for (std::size_t i = 0; i < values.size(); ++i) bind(*statement, static_cast<int>(i) + 1, values[i]);
  return *statement;
}

void SqliteConnection::trim_statements() {
  if (statements_.size() > kMaximumStatements) statements_.clear();
}

}  // namespace sonolist::plugin
