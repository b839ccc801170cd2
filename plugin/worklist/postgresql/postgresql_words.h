// Our SQL, which is written in the words of SQLite, in those of PostgreSQL. Pure.
#pragma once

#include <string>

namespace sonolist::plugin {

// ?1 becomes $1.
std::string with_dollar_parameters(const std::string& sql);

// Numbers of 64 bits, and keys that count by themselves.
std::string schema_for_postgresql(const std::string& sql);

}  // namespace sonolist::plugin
