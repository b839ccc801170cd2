#include "plugin/tests/store_backend.h"

#include "plugin/tests/samples.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::plugin {
namespace {

class SqliteBackend : public StoreBackend {
 public:
  std::unique_ptr<SqlDatabase> open() override { return std::make_unique<SqliteDatabase>(folder_.database()); }

 private:
  TemporaryFolder folder_;
};

}  // namespace

StoreEngine sqlite_engine() {
  return {"SQLite", [] { return std::make_unique<SqliteBackend>(); }};
}

}  // namespace sonolist::plugin
