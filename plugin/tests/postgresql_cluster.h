// A throw-away server of PostgreSQL for the tests of this program.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "plugin/tests/samples.h"

namespace sonolist::plugin {

// In a temporary folder, reached by a socket there; gone with the object or with the program.
class PostgresqlCluster {
 public:
  // The newest installed version, or an empty path.
  static std::filesystem::path programs();

  // Throws std::runtime_error when it does not start.
  PostgresqlCluster();
  ~PostgresqlCluster();
  PostgresqlCluster(const PostgresqlCluster&) = delete;
  PostgresqlCluster& operator=(const PostgresqlCluster&) = delete;

  // For libpq.
  std::string connection() const;

  void start();
  void kill();  // as in a crash

 private:
  TemporaryFolder folder_;
  pid_t server_ = 0;
};

}  // namespace sonolist::plugin
