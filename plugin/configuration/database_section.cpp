#include "plugin/configuration/database_section.h"

#include <libpq-fe.h>

#include <fstream>
#include <memory>

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {
namespace {

constexpr int kMaximumConnections = 100;

DatabaseSection::Engine parse_engine(const std::string& name) {
  if (name == "SQLite") return DatabaseSection::Engine::kSqlite;
  if (name == "PostgreSQL") return DatabaseSection::Engine::kPostgresql;
  throw ConfigurationError("Sonolist.Database.Engine must be \"SQLite\" or \"PostgreSQL\"");
}

// What libpq says of a malformed text may repeat the password in it.
void require_connection_string(const std::string& connection) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(connection.c_str(), nullptr), PQconninfoFree);
  if (connection.empty() || !options) {
    throw ConfigurationError(
        "Sonolist.Database.Connection must be a connection string of PostgreSQL, such as \"host=db.example "
        "dbname=sonolist user=sonolist\" or \"postgresql://sonolist@db.example/sonolist\"");
  }
}

std::string read_password(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string password;
  if (!file || !std::getline(file, password) || password.empty()) {
    throw ConfigurationError("Sonolist.Database.PasswordFile \"" + path.string() +
                             "\" must be a readable file with the password in its first line");
  }
  if (password.back() == '\r') password.pop_back();
  return password;
}

}  // namespace

DatabaseSection parse_database_section(const nlohmann::json& section, const std::filesystem::path& folder) {
  DatabaseSection database;
  if (section.is_null()) return database;
  SectionReader reader(section, "Sonolist.Database");
  database.engine = parse_engine(reader.text("Engine", "SQLite"));
  database.connection = reader.text("Connection", "");
  const std::string password_file = reader.text("PasswordFile", "");
  database.connections = reader.integer("Connections", database.connections, 1, kMaximumConnections);
  reader.reject_unknown();
  if (database.engine == DatabaseSection::Engine::kSqlite) {
    if (!database.connection.empty() || !password_file.empty()) {
      throw ConfigurationError(
          "Sonolist.Database.Connection and PasswordFile are for the Engine \"PostgreSQL\": set that, or remove them");
    }
    return database;
  }
  require_connection_string(database.connection);
  if (!password_file.empty()) database.password = read_password(folder / password_file);
  return database;
}

}  // namespace sonolist::plugin
