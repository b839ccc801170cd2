#include "plugin/worklist/postgresql/postgresql_session.h"

#include <endian.h>

#include <cstdlib>
#include <cstring>

#include "plugin/worklist/postgresql/event_listener.h"
#include "plugin/worklist/postgresql/postgresql_errors.h"
#include "plugin/worklist/postgresql/postgresql_words.h"

namespace sonolist::plugin {
namespace {

constexpr int kDecimal = 10;

class PostgresqlRows : public SqlRows {
 public:
  explicit PostgresqlRows(PostgresqlResult result) : result_(std::move(result)) {}

  bool next() override { return ++row_ < PQntuples(result_.get()); }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override {
    return std::strtoll(PQgetvalue(result_.get(), row_, column), nullptr, kDecimal);
  }
  double real(int column) const override { return std::strtod(PQgetvalue(result_.get(), row_, column), nullptr); }
  std::string text(int column) const override { return PQgetvalue(result_.get(), row_, column); }

 private:
  PostgresqlResult result_;
  int row_ = -1;
};

}  // namespace

PostgresqlSession::PostgresqlSession(PostgresqlConnection& connection, Access access) : connection_(connection) {
  connection_.trim_statements();
  if (access == Access::kWrite) connection_.run_script("BEGIN");
  if (access == Access::kSnapshot) connection_.run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

PostgresqlSession::~PostgresqlSession() {
  if (!connection_.is_usable() || !connection_.is_in_transaction()) return;
  try {
    connection_.run_script("ROLLBACK");
  } catch (const StoreError&) {
    // The connection is not idle then, and is not used again.
  }
}

std::unique_ptr<SqlRows> PostgresqlSession::query(const std::string& sql, const SqlValues& values) {
  return std::make_unique<PostgresqlRows>(connection_.run(sql, values));
}

std::unique_ptr<SqlRows> PostgresqlSession::search(const std::string& sql, const SqlValues& values) {
  return std::make_unique<PostgresqlRows>(connection_.run_once(sql, values));
}

// As the eight bytes that float8send gives, the first one first: neither side turns millions of them into text.
std::vector<double> PostgresqlSession::reals(const std::string& sql, const SqlValues& values) {
  const PostgresqlResult result = connection_.run_once(sql, values, PostgresqlConnection::ResultFormat::kBinary);
  std::vector<double> numbers(static_cast<std::size_t>(PQntuples(result.get())));
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, PQgetvalue(result.get(), static_cast<int>(row), 0), sizeof bits);
    bits = be64toh(bits);
    std::memcpy(&numbers[row], &bits, sizeof bits);
  }
  return numbers;
}

std::int64_t PostgresqlSession::execute(const std::string& sql, const SqlValues& values) {
  const PostgresqlResult result = connection_.run(sql, values);
  return std::strtoll(PQcmdTuples(result.get()), nullptr, kDecimal);
}

void PostgresqlSession::execute_script(const std::string& sql) {
  connection_.run_script(schema_for_postgresql(sql));
}

void PostgresqlSession::lock(const std::string& name) {
  if (!locks_.insert(name).second) return;
  connection_.run("SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))", {"sonolist: " + name});
}

void PostgresqlSession::commit() {
  if (has_events_) connection_.run_script(std::string("NOTIFY ") + kEventChannel);
  has_begun_to_commit_ = true;
  connection_.run_script("COMMIT");
  is_committed_ = true;
}

}  // namespace sonolist::plugin
