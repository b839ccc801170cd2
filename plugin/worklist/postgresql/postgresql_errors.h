// What can go wrong with PostgreSQL, by what helps against it.
#pragma once

#include <libpq-fe.h>

#include <string>

#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {

// The connection is gone, and with it a transaction that was under way. Another connection may work.
class ConnectionLost : public StoreUnavailable {
 public:
  using StoreUnavailable::StoreUnavailable;
};

// PostgreSQL broke the transaction off because of another one: once more from the start.
class TransactionAborted : public StoreUnavailable {
 public:
  using StoreUnavailable::StoreUnavailable;
};

// Throws the one of them, StoreUnavailable or StoreError that fits the failed `result`, which may be null.
[[noreturn]] void throw_failure(PGconn* connection, const PGresult* result);

}  // namespace sonolist::plugin
