#include <sqlite3.h>

#include <map>
#include <stdexcept>

#include "tests/bench/worklist_bare.h"

namespace sonolist::bench {
namespace {

class BareSqlite : public BareEngine {
 public:
  explicit BareSqlite(const std::string& path) {
    check(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr));
    for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"}) {
      check(sqlite3_exec(database_, pragma, nullptr, nullptr, nullptr));
    }
  }
  ~BareSqlite() override {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  BareSqlite(const BareSqlite&) = delete;
  BareSqlite& operator=(const BareSqlite&) = delete;

  void play(const Unit& unit) override {
    if (unit.writes) run("BEGIN IMMEDIATE", {});
    for (const Statement& statement : unit.statements) {
      if (statement.kind == Statement::Kind::kStatement) run(statement.sql, statement.values);
    }
    if (unit.writes) run("COMMIT", {});
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }

  void run(const std::string& sql, const plugin::SqlValues& values) {
    sqlite3_stmt*& statement = statements_[sql];
    if (statement == nullptr) check(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr));
    int index = 0;
    for (const plugin::SqlValue& value : values) bind(statement, ++index, value);
    int code = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        bytes_read_ += sqlite3_column_bytes(statement, column);
      }
    }
    check(sqlite3_reset(statement));
  }

  void bind(sqlite3_stmt* statement, int index, const plugin::SqlValue& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) {
      check(sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC));
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      check(sqlite3_bind_int64(statement, index, *number));
    } else {
      check(sqlite3_bind_null(statement, index));
    }
  }

  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*> statements_;
  std::int64_t bytes_read_ = 0;
};

}  // namespace

std::unique_ptr<BareEngine> open_bare_sqlite(const std::string& path) {
  return std::make_unique<BareSqlite>(path);
}

}  // namespace sonolist::bench
