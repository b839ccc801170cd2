// A session on a connection to PostgreSQL.
#pragma once

#include <set>

#include "plugin/worklist/postgresql/postgresql_connection.h"

namespace sonolist::plugin {

// Borrows the connection, which nobody else may use meanwhile.
class PostgresqlSession : public SqlSession {
 public:
  enum class Access { kRead, kSnapshot, kWrite };

  PostgresqlSession(PostgresqlConnection& connection, Access access);
  ~PostgresqlSession() override;
  PostgresqlSession(const PostgresqlSession&) = delete;
  PostgresqlSession& operator=(const PostgresqlSession&) = delete;

  std::unique_ptr<SqlRows> query(const std::string& sql, const SqlValues& values) override;
  std::unique_ptr<SqlRows> search(const std::string& sql, const SqlValues& values) override;
  std::vector<double> reals(const std::string& sql, const SqlValues& values) override;
  std::int64_t execute(const std::string& sql, const SqlValues& values) override;
  void execute_script(const std::string& sql) override;
  void lock(const std::string& name) override;
  const char* skip_locked() const override { return "FOR UPDATE SKIP LOCKED"; }
  void announce_events() override { has_events_ = true; }
  void commit() override;

  // From here on a lost connection leaves open whether the transaction counts.
  bool has_begun_to_commit() const { return has_begun_to_commit_; }
  bool has_committed_events() const { return is_committed_ && has_events_; }

 private:
  PostgresqlConnection& connection_;
  std::set<std::string> locks_;
  bool has_events_ = false;
  bool has_begun_to_commit_ = false;
  bool is_committed_ = false;
};

}  // namespace sonolist::plugin
