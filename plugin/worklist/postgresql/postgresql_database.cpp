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
  bool has_begun_to_commit = false;
  bool has_events = false;
  Lease lease(*this);
  try {
    PostgresqlSession session(*lease.connection, access);
    const Ending ending(session, has_begun_to_commit, has_events);
    task(session);
  } catch (const ConnectionLost&) {
    throw;
  }
  return true;
}

}  // namespace sonolist::plugin
