// Who read the audit, and whether both logs are whole.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "plugin/worklist/date_time.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

struct Access {
  std::string user, method, path, query;
  int status = 0;  // of the answer
};

// The place of a row in its hash chain.
struct LoggedRow {
  std::int64_t id = 0;
  std::string hash;
};

// Adds it to the log; durable when it returns. Throws StoreError.
LoggedRow record_access(SqlDatabase& database, const Access& access, TimePoint now);

// {"accesses": [...]}, newest first, with numbers below `before`.
nlohmann::ordered_json read_accesses(SqlSession& session, std::int64_t before, std::int64_t limit);

// Reads both logs whole, as docs/audit.md shows it.
nlohmann::ordered_json verify_logs(SqlSession& session);

}  // namespace sonolist::plugin
