#include "plugin/worklist/postgresql/postgresql_database.h"

#include "plugin/worklist/postgresql/postgresql_errors.h"
#include "plugin/worklist/sql/schema.h"

namespace sonolist::plugin {
namespace {

constexpr std::chrono::seconds kWaitForConnection{30};
constexpr int kTries = 3;

// Every step is written several times and then rests: room in its page for the next form, and vacuum before a fifth of
// a large table is dead.
constexpr const char* kStorage =
    "ALTER TABLE workitem SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, "
    "autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1)";

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(PostgresqlSettings settings) : settings_(std::move(settings)) {
  prepare_schema();
  listener_.emplace(settings_, event_signal());
}

void PostgresqlDatabase::prepare_schema() {
  write([](SqlSession& session) {
    session.lock("schema");
    if (bring_up_to_date(session, "The worklist's data base on PostgreSQL", "Sonolist.Database.Connection")) {
      session.execute_script(kStorage);
    }
    session.commit();
  });
}

void PostgresqlDatabase::run(const Task& task, PostgresqlSession::Access access) {
  for (int tried = 1; !try_to_run(task, access, tried == kTries); ++tried) {
  }
}

bool PostgresqlDatabase::try_to_run(const Task& task, PostgresqlSession::Access access, bool is_last_try) {
  const Borrowed borrowed(*this);
  std::optional<PostgresqlSession> session;
  try {
    session.emplace(*borrowed.connection, access);
    task(*session);
  } catch (const ConnectionLost& error) {
    drop_idle();  // what broke this one has broken them
    if (session && session->has_begun_to_commit()) {
      throw StoreUnavailable(std::string(error.what()) + "; whether the last change was written is not known");
    }
    if (is_last_try) throw;
    return false;
  } catch (const TransactionAborted&) {
    if (is_last_try) throw;
    return false;
  }
  if (session->has_committed_events()) event_signal().raise();
  return true;
}

PostgresqlDatabase::Borrowed::Borrowed(PostgresqlDatabase& database) : pool(database), connection(database.take()) {}

PostgresqlDatabase::Borrowed::~Borrowed() {
  pool.put_back(std::move(connection));
}

std::unique_ptr<PostgresqlConnection> PostgresqlDatabase::take() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!is_back_.wait_for(lock, kWaitForConnection, [this] { return in_use_ < settings_.connections; })) {
      throw StoreUnavailable("All connections to PostgreSQL are busy: raise Sonolist.Database.Connections");
    }
    ++in_use_;
    if (!idle_.empty()) {
      std::unique_ptr<PostgresqlConnection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  try {
    return std::make_unique<PostgresqlConnection>(settings_);
  } catch (...) {
    put_back(nullptr);
    throw;
  }
}

void PostgresqlDatabase::put_back(std::unique_ptr<PostgresqlConnection> connection) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    --in_use_;
    if (connection && connection->is_usable() && !connection->is_in_transaction()) {
      idle_.push_back(std::move(connection));
    }
  }
  is_back_.notify_one();
}

void PostgresqlDatabase::drop_idle() {
  std::vector<std::unique_ptr<PostgresqlConnection>> dropped;
  const std::lock_guard<std::mutex> lock(mutex_);
  dropped.swap(idle_);
}

}  // namespace sonolist::plugin
