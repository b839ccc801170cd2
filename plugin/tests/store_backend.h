// The engines on which the tests of the stores run.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

// An empty data base of one engine, gone with the object.
class StoreBackend {
 public:
  virtual ~StoreBackend() = default;

  // Another access to the same data base, as another process has it, or the same one after a crash.
  virtual std::unique_ptr<SqlDatabase> open() = 0;
};

struct StoreEngine {
  std::string name;
  std::function<std::unique_ptr<StoreBackend>()> make;
};

StoreEngine sqlite_engine();
StoreEngine postgresql_engine();  // make() returns null where PostgreSQL is not installed

// Names the engine in the names of the tests.
inline void PrintTo(const StoreEngine& engine, std::ostream* out) {
  *out << engine.name;
}

}  // namespace sonolist::plugin
