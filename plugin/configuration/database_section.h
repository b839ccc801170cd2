// Sonolist.Database: which engine keeps the worklist, and how it is reached.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace sonolist::plugin {

struct DatabaseSection {
  enum class Engine { kSqlite, kPostgresql };
  Engine engine = Engine::kSqlite;
  std::string connection;  // of libpq; PostgreSQL only
  std::string password;    // from the file; empty: none, or the one in `connection`
  int connections = 4;
};

// `section` is null or an object; relative paths start at `folder`. Throws ConfigurationError, which never says a
// password.
DatabaseSection parse_database_section(const nlohmann::json& section, const std::filesystem::path& folder);

}  // namespace sonolist::plugin
