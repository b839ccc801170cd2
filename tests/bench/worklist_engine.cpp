#include "tests/bench/worklist_engine.h"

#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::bench {

std::unique_ptr<plugin::SqlDatabase> open_engine(const std::string& engine, const std::string& place) {
  if (engine == "sqlite") return std::make_unique<plugin::SqliteDatabase>(place);
  throw std::runtime_error("there is no engine " + engine);
}

std::unique_ptr<BareEngine> open_bare(const std::string& engine, const std::string& place) {
  return engine == "sqlite" ? open_bare_sqlite(place) : open_bare_postgresql(place);
}

}  // namespace sonolist::bench
