#include "plugin/worklist/postgresql/postgresql_connection.h"

#include <poll.h>

#include <array>
#include <charconv>
#include <chrono>
#include <vector>

#include "plugin/worklist/postgresql/postgresql_errors.h"
#include "plugin/worklist/postgresql/postgresql_words.h"

namespace sonolist::plugin {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMaximumStatements = 200;
// Longer than statement_timeout: a server that lives answers before.
constexpr std::chrono::seconds kAnswerTimeout{40};

// A commit is durable, and nothing waits for ever, whatever the defaults of the server are.
constexpr const char* kSession =
    "SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'; SET statement_timeout = '30s'; "
    "SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";

// Those before "dbname" are defaults, which the connection string may change; those behind it are fixed.
struct Parameters {
  explicit Parameters(const PostgresqlSettings& settings)
      : names{"connect_timeout",  "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
              "application_name", "dbname",          "client_encoding"},
        values{"5", "10", "5", "3", "30000", "sonolist", settings.connection.c_str(), "UTF8"} {
    if (!settings.password.empty()) {
      names.push_back("password");
      values.push_back(settings.password.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
  }
  std::vector<const char*> names, values;
};

constexpr int kDbnameIsString = 1;

void require_connection(PGconn* connection, const Parameters& parameters) {
  if (PQstatus(connection) == CONNECTION_OK) return;
  std::string reason = PQerrorMessage(connection);
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  // It answers, but not to us: the password is wrong or the data base is not there.
  if (PQpingParams(parameters.names.data(), parameters.values.data(), kDbnameIsString) == PQPING_OK) {
    throw StoreError("PostgreSQL refuses the worklist (" + reason +
                     "): correct Sonolist.Database.Connection or PasswordFile");
  }
  throw StoreUnavailable("PostgreSQL cannot be reached (" + reason +
                         "): check that it runs and that Sonolist.Database.Connection names it");
}

PGconn* connect(const PostgresqlSettings& settings) {
  const Parameters parameters(settings);
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdbParams(parameters.names.data(), parameters.values.data(), kDbnameIsString), PQfinish);
  require_connection(connection.get(), parameters);
  return connection.release();
}

// The fewest digits that give the same number again; "inf" and "nan" are PostgreSQL's words, too.
std::string shortest_text(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

// Values as libpq takes them. Borrows their texts.
struct Texts {
  explicit Texts(const SqlValues& values) {
    numbers.reserve(values.size());  // they must not move
    for (const SqlValue& value : values) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        pointers.push_back(text->c_str());
      } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        pointers.push_back(numbers.emplace_back(std::to_string(*number)).c_str());
      } else if (const auto* real = std::get_if<double>(&value)) {
        pointers.push_back(numbers.emplace_back(shortest_text(*real)).c_str());
      } else {
        pointers.push_back(nullptr);
      }
    }
  }
  int count() const { return static_cast<int>(pointers.size()); }

  std::vector<std::string> numbers;
  std::vector<const char*> pointers;
};

}  // namespace

PostgresqlConnection::PostgresqlConnection(const PostgresqlSettings& settings)
    : connection_(connect(settings), PQfinish) {
  run_script(kSession);
}

PostgresqlResult PostgresqlConnection::run(const std::string& sql, const SqlValues& values) {
  const std::string& name = prepare(sql);
  const Texts texts(values);
  PQsendQueryPrepared(get(), name.c_str(), texts.count(), texts.pointers.data(), nullptr, nullptr, 0);
  return finish();
}

PostgresqlResult PostgresqlConnection::run_once(const std::string& sql, const SqlValues& values, ResultFormat format) {
  const Texts texts(values);
  PQsendQueryParams(get(), with_dollar_parameters(sql).c_str(), texts.count(), nullptr, texts.pointers.data(), nullptr,
                    nullptr, static_cast<int>(format));
  return finish();
}

void PostgresqlConnection::run_script(const std::string& sql) {
  PQsendQuery(get(), sql.c_str());
  finish();
}

const std::string& PostgresqlConnection::prepare(const std::string& sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return known->second;
  const std::string name = "s" + std::to_string(statements_.size());
  PQsendPrepare(get(), name.c_str(), with_dollar_parameters(sql).c_str(), 0, nullptr);
  finish();
  return statements_.emplace(sql, name).first->second;
}

void PostgresqlConnection::trim_statements() {
  if (statements_.size() <= kMaximumStatements) return;
  run_script("DEALLOCATE ALL");
  statements_.clear();
}

// All results of what was sent; returns the last one.
PostgresqlResult PostgresqlConnection::finish() {
  PostgresqlResult last(nullptr, PQclear);
  PostgresqlResult failed(nullptr, PQclear);
  while (true) {
    wait_for_result();
    PostgresqlResult result(PQgetResult(get()), PQclear);
    if (!result) break;
    const ExecStatusType status = PQresultStatus(result.get());
    const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    (is_good ? last : failed) = std::move(result);
  }
  if (failed || !last) throw_failure(get(), failed.get());
  return last;
}

// Keepalives notice a host that is gone, statement_timeout ends a long statement; this is for a server that holds the
// connection and says nothing.
void PostgresqlConnection::wait_for_result() {
  const auto end = steady_clock::now() + kAnswerTimeout;
  while (PQisBusy(get()) != 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now()).count();
    std::array<pollfd, 1> sockets{{{PQsocket(get()), POLLIN, 0}}};
    const int ready = left > 0 ? poll(sockets.data(), sockets.size(), static_cast<int>(left)) : 0;
    if (ready == 0) {
      is_stuck_ = true;
      throw StoreUnavailable("PostgreSQL does not answer: look for what holds it up");
    }
    if (PQconsumeInput(get()) == 0) return;  // PQgetResult() tells
  }
}

}  // namespace sonolist::plugin
