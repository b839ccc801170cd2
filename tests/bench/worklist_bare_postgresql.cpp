#include <libpq-fe.h>

#include <map>
#include <stdexcept>

#include "tests/bench/worklist_bare.h"

namespace sonolist::bench {
namespace {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

// "?7" is "$7" to PostgreSQL; no statement of ours holds a question mark otherwise.
std::string with_dollars(std::string sql) {
  for (char& letter : sql) {
    if (letter == '?') letter = '$';
  }
  return sql;
}

class BarePostgresql : public BareEngine {
 public:
  explicit BarePostgresql(const std::string& connection) : connection_(PQconnectdb(connection.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  }
  ~BarePostgresql() override { PQfinish(connection_); }
  BarePostgresql(const BarePostgresql&) = delete;
  BarePostgresql& operator=(const BarePostgresql&) = delete;

  void play(const Unit& unit) override {
    if (unit.writes) run("BEGIN", {});
    for (const Statement& statement : unit.statements) {
      switch (statement.kind) {
        case Statement::Kind::kStatement:
          run(statement.sql, statement.values);
          break;
        case Statement::Kind::kLock:
          run("SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))", {statement.sql});
          break;
        case Statement::Kind::kAnnounceEvents:
          run("NOTIFY bench_event", {});
          break;
      }
    }
    if (unit.writes) run("COMMIT", {});
  }

 private:
  void check(const Result& result) const {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw std::runtime_error(PQerrorMessage(connection_));
    }
  }

  const std::string& prepared(const std::string& sql) {
    std::string& name = names_[sql];
    if (name.empty()) {
      name = "s" + std::to_string(names_.size());
      check(Result(PQprepare(connection_, name.c_str(), with_dollars(sql).c_str(), 0, nullptr)));
    }
    return name;
  }

  void run(const std::string& sql, const plugin::SqlValues& values) {
    const std::string& name = prepared(sql);
    std::vector<std::string> texts;  // of the numbers
    texts.reserve(values.size());
    std::vector<const char*> pointers;
    for (const plugin::SqlValue& value : values) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        pointers.push_back(text->c_str());
      } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        texts.push_back(std::to_string(*number));
        pointers.push_back(texts.back().c_str());
      } else {
        pointers.push_back(nullptr);
      }
    }
    check(Result(PQexecPrepared(connection_, name.c_str(), static_cast<int>(values.size()), pointers.data(), nullptr,
                                nullptr, 0)));
  }

  PGconn* connection_;
  std::map<std::string, std::string> names_;  // of prepared statements, by text
};

}  // namespace

std::unique_ptr<BareEngine> open_bare_postgresql(const std::string& connection) {
  return std::make_unique<BarePostgresql>(connection);
}

}  // namespace sonolist::bench
