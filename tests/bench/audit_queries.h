// Queries of the audit API over an index that is there, one kind after the other, as a client would ask them.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::bench {

// {"pages": {"patient": [seconds, ...]}, "aggregate": {...}, "drift": {...}}: `runs` times of each kind; `records` are
// those of example_record() that the index holds.
nlohmann::json measure_audit(plugin::SqlDatabase& database, int records, int runs);

}  // namespace sonolist::bench
