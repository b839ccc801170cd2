// The data base of the worklist that the configuration asks for.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "plugin/configuration/database_section.h"
#include "plugin/log/log.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

// A server that cannot be reached is waited for, with a word in the log now and then, for `patience`; then, and for
// what no waiting helps against, StoreError.
std::unique_ptr<SqlDatabase> open_database(const DatabaseSection& section, const std::filesystem::path& sqlite_path,
                                           Log& log, std::chrono::milliseconds patience = std::chrono::seconds(60));

}  // namespace sonolist::plugin
