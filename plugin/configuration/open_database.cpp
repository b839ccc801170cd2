#include "plugin/configuration/open_database.h"

#include <thread>

#include "plugin/worklist/postgresql/postgresql_database.h"
#include "plugin/worklist/sqlite/sqlite_database.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{1'000};
constexpr int kTriesPerSentence = 10;

}  // namespace

std::unique_ptr<SqlDatabase> open_database(const DatabaseSection& section, const std::filesystem::path& sqlite_path,
                                           Log& log, std::chrono::milliseconds patience) {
  if (section.engine == DatabaseSection::Engine::kSqlite) return std::make_unique<SqliteDatabase>(sqlite_path);
  const auto end = steady_clock::now() + patience;
  for (int tried = 0;; ++tried) {
    try {
      return std::make_unique<PostgresqlDatabase>(
          PostgresqlSettings{section.connection, section.password, section.connections});
    } catch (const StoreUnavailable& error) {
      if (steady_clock::now() >= end) throw StoreError(std::string("The wait for PostgreSQL is over: ") + error.what());
      if (tried % kTriesPerSentence == 0) {
        log.warning(std::string("Sonolist waits for its data base: ") + error.what());
      }
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace sonolist::plugin
