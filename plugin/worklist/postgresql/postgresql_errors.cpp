#include "plugin/worklist/postgresql/postgresql_errors.h"

#include <string_view>

namespace sonolist::plugin {
namespace {

constexpr std::string_view kSerializationFailure = "40001";
constexpr std::string_view kDeadlock = "40P01";
constexpr std::string_view kQueryCanceled = "57014";  // by statement_timeout
constexpr std::string_view kLockNotAvailable = "55P03";
constexpr std::string_view kConnectionClass = "08";
constexpr std::string_view kInterventionClass = "57P";  // shut down, crashed, starting
constexpr std::string_view kResourcesClass = "53";      // disk full, memory, connections

std::string_view sql_state(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

bool begins_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

// One line, without the line break that libpq ends it with.
std::string message(const PGconn* connection, const PGresult* result) {
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string text = primary != nullptr ? primary : PQerrorMessage(connection);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

}  // namespace

void throw_failure(PGconn* connection, const PGresult* result) {
  const std::string_view state = sql_state(result);
  const std::string reason = message(connection, result);
  if (PQstatus(connection) != CONNECTION_OK || begins_with(state, kConnectionClass) ||
      begins_with(state, kInterventionClass)) {
    throw ConnectionLost("PostgreSQL is gone (" + reason + "): the worklist goes on as soon as it answers again");
  }
  if (state == kSerializationFailure || state == kDeadlock) {
    throw TransactionAborted("PostgreSQL broke off a transaction (" + reason + "): try again");
  }
  if (state == kQueryCanceled || state == kLockNotAvailable) {
    throw StoreUnavailable("PostgreSQL took too long (" + reason + "): look for locks and load on it");
  }
  if (begins_with(state, kResourcesClass)) {
    throw StoreUnavailable("PostgreSQL is out of resources (" + reason + "): look at its disk, memory and connections");
  }
  throw StoreError("PostgreSQL refused an operation of the worklist (" + reason + "): look at its log");
}

}  // namespace sonolist::plugin
