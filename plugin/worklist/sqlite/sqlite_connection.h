// One connection to the SQLite file with its prepared statements.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Used by one thread at a time. Throws SQLite::Exception.
class SqliteConnection {
 public:
  static constexpr int kBusyTimeoutMs = 10'000;  // while another process writes

  explicit SqliteConnection(const std::filesystem::path& path);

  SQLite::Database& database() { return database_; }

  // With its values bound, before its first row.
  SQLite::Statement& prepare(const std::string& sql, const SqlValues& values);

  // Searches of many kinds make many texts: beyond a certain number all are forgotten. No statement may be in use.
  void trim_statements();

 private:
  SQLite::Database database_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>> statements_;  // by text
};

}  // namespace sonolist::plugin
