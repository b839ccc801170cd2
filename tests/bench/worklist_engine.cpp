#include "tests/bench/worklist_engine.h"

#include "plugin/worklist/postgresql/postgresql_database.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::bench {

std::unique_ptr<plugin::SqlDatabase> open_engine(const std::string& engine, const std::string& place) {
  if (engine == "sqlite") return std::make_unique<plugin::SqliteDatabase>(place);
  return std::make_unique<plugin::PostgresqlDatabase>(plugin::PostgresqlSettings{place, "", 4});
}

std::unique_ptr<BareEngine> open_bare(const std::string& engine, const std::string& place) {
  return engine == "sqlite" ? open_bare_sqlite(place) : open_bare_postgresql(place);
}

}  // namespace sonolist::bench
