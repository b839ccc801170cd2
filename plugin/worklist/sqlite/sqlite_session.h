// A session on an SQLite connection.
#pragma once

#include "plugin/worklist/sqlite/sqlite_connection.h"

namespace sonolist::plugin {

// Borrows the connection, which nobody else may use meanwhile. Throws SQLite::Exception.
class SqliteSession : public SqlSession {
 public:
  enum class Access { kRead, kSnapshot, kWrite };

  // Writing begins with BEGIN IMMEDIATE: it waits for its turn here and never in the middle.
  SqliteSession(SqliteConnection& connection, Access access);
  ~SqliteSession() override;
  SqliteSession(const SqliteSession&) = delete;
  SqliteSession& operator=(const SqliteSession&) = delete;

  std::unique_ptr<SqlRows> query(const std::string& sql, const SqlValues& values) override;
  std::int64_t execute(const std::string& sql, const SqlValues& values) override;
  void execute_script(const std::string& sql) override { connection_.database().exec(sql); }
  void lock(const std::string&) override {}
  const char* skip_locked() const override { return ""; }
  void announce_events() override { has_events_ = true; }
  void commit() override;

  // Events of this session are committed.
  bool has_committed_events() const { return is_committed_ && has_events_; }

 private:
  SqliteConnection& connection_;
  bool is_in_transaction_ = false;
  bool has_events_ = false;
  bool is_committed_ = false;
};

}  // namespace sonolist::plugin
