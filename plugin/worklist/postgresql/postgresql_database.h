// The worklist's data base on a PostgreSQL server, for several hosts.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "plugin/worklist/postgresql/event_listener.h"
#include "plugin/worklist/postgresql/postgresql_session.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

// A pool of connections; each session has one for itself. A connection that broke is replaced: reads, and transactions
// that had not begun to commit, run again on a new one before StoreUnavailable is thrown; so do transactions that
// PostgreSQL broke off because of another one.
class PostgresqlDatabase : public SqlDatabase {
 public:
  // Connects and prepares the tables, one process at a time. Throws StoreUnavailable when the server cannot be reached,
  // StoreError when it refuses us or its tables belong to a newer version.
  explicit PostgresqlDatabase(PostgresqlSettings settings);

  bool chooses_indexes() const override { return true; }
  void give_back_space() override {}  // autovacuum does

 protected:
  void run_reading(const Task& task) override { run(task, PostgresqlSession::Access::kRead); }
  void run_snapshot(const Task& task) override { run(task, PostgresqlSession::Access::kSnapshot); }
  void run_writing(const Task& task) override { run(task, PostgresqlSession::Access::kWrite); }

 private:
  // A connection while it is used. One that is no longer good is not put back.
  struct Borrowed {
    explicit Borrowed(PostgresqlDatabase& database);
    ~Borrowed();
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

    PostgresqlDatabase& pool;
    std::unique_ptr<PostgresqlConnection> connection;
  };

  void prepare_schema();
  void run(const Task& task, PostgresqlSession::Access access);

  // False when nothing was written and another try may succeed.
  bool try_to_run(const Task& task, PostgresqlSession::Access access, bool is_last_try);

  std::unique_ptr<PostgresqlConnection> take();
  void put_back(std::unique_ptr<PostgresqlConnection> connection);
  void drop_idle();

  const PostgresqlSettings settings_;
  std::mutex mutex_;
  std::condition_variable is_back_;
  std::vector<std::unique_ptr<PostgresqlConnection>> idle_;  // under mutex_
  int in_use_ = 0;                                           // under mutex_
  std::optional<EventListener> listener_;                    // the last to be made, the first to go
};

}  // namespace sonolist::plugin
