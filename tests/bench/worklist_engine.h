// The engines by their names.
#pragma once

#include <memory>
#include <string>

#include "plugin/worklist/sql/sql_database.h"
#include "tests/bench/worklist_bare.h"

namespace sonolist::bench {

// "sqlite" at a path, or "postgresql" at a connection string of libpq; empty ones get the schema. Throws StoreError.
std::unique_ptr<plugin::SqlDatabase> open_engine(const std::string& engine, const std::string& place);

// What lies there already, without our code.
std::unique_ptr<BareEngine> open_bare(const std::string& engine, const std::string& place);

}  // namespace sonolist::bench
