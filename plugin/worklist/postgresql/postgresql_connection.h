// One connection to PostgreSQL with its prepared statements.
#pragma once

#include <libpq-fe.h>

#include <map>
#include <memory>
#include <string>

#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

struct PostgresqlSettings {
  std::string connection;  // of libpq: "host=... dbname=..." or postgresql://...
  std::string password;    // empty: the one in `connection`, or none
  int connections = 4;     // at once at most
};

using PostgresqlResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Used by one thread at a time. Nothing waits for longer than a timeout. Throws ConnectionLost, TransactionAborted,
// StoreUnavailable and StoreError.
class PostgresqlConnection {
 public:
  // StoreUnavailable when no server answers, StoreError when it does not let us in.
  explicit PostgresqlConnection(const PostgresqlSettings& settings);

  // Runs the statement with its values; it stays prepared by its text.
  PostgresqlResult run(const std::string& sql, const SqlValues& values);

  // The same with a plan for just these values, which is not kept.
  enum class ResultFormat { kText = 0, kBinary = 1 };  // as libpq numbers them
  PostgresqlResult run_once(const std::string& sql, const SqlValues& values, ResultFormat format = ResultFormat::kText);

  // Runs statements without values.
  void run_script(const std::string& sql);

  // Searches of many kinds make many texts: beyond a certain number all are forgotten.
  void trim_statements();

  bool is_usable() const { return PQstatus(connection_.get()) == CONNECTION_OK && !is_stuck_; }
  bool is_in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }
  PGconn* get() { return connection_.get(); }

 private:
  const std::string& prepare(const std::string& sql);
  PostgresqlResult finish();
  void wait_for_result();

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  std::map<std::string, std::string> statements_;  // names by text
  bool is_stuck_ = false;                          // an answer is still to come
};

}  // namespace sonolist::plugin
