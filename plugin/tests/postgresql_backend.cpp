#include "plugin/tests/postgresql_cluster.h"
#include "plugin/tests/store_backend.h"
#include "plugin/worklist/postgresql/postgresql_database.h"

namespace sonolist::plugin {
namespace {

// One server for all tests; each has a schema of its own.
PostgresqlCluster& cluster() {
  static PostgresqlCluster instance;
  return instance;
}

class PostgresqlBackend : public StoreBackend {
 public:
  PostgresqlBackend() {
    static int number = 0;
    schema_ = "test_" + std::to_string(++number);
    PostgresqlConnection({cluster().connection(), "", 1}).run_script("CREATE SCHEMA " + schema_);
  }
  ~PostgresqlBackend() override {
    PostgresqlConnection({cluster().connection(), "", 1}).run_script("DROP SCHEMA " + schema_ + " CASCADE");
  }
  std::unique_ptr<SqlDatabase> open() override {
    return std::make_unique<PostgresqlDatabase>(
        PostgresqlSettings{cluster().connection() + " options=-csearch_path=" + schema_, "", 4});
  }

 private:
  std::string schema_;
};

}  // namespace

StoreEngine postgresql_engine() {
  return {"PostgreSQL", []() -> std::unique_ptr<StoreBackend> {
            if (PostgresqlCluster::programs().empty()) return nullptr;
            return std::make_unique<PostgresqlBackend>();
          }};
}

}  // namespace sonolist::plugin
