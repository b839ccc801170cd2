// Logs to which rows are only added: the hash of each row covers the one before it, so that no row can be changed, left
// out or put in unseen. The newest hash and the one before the oldest row (retention removes from the beginning) are
// kept apart, in the table log_chain. Who can write to the data base can compute all anew: see docs/audit.md.
#pragma once

#include <string>
#include <vector>

#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// SHA-256 over the hash before and the fields, each behind its length. Pure.
std::string chained_hash(const std::string& previous, const std::vector<std::string>& fields);

// One log of the data base inside a write session. The caller holds the lock of those who write it.
class LogChain {
 public:
  // `log`: "event" or "access".
  LogChain(SqlSession& session, std::string log);

  // The hash for a row with these fields, which comes next. Insert the row, then tell its number.
  std::string next_hash(const std::vector<std::string>& fields);
  void inserted(std::int64_t id) { head_id_ = id; }

  // Writes the head: call it when all rows are inserted.
  void finish();

  // Rows up to `id`, whose hash is `hash`, are about to be removed from the beginning.
  static void cut(SqlSession& session, const std::string& log, std::int64_t id, const std::string& hash);

 private:
  SqlSession& session_;
  const std::string log_;
  std::string head_hash_;
  std::int64_t head_id_ = 0;
};

// The fields that the hash of an event covers; `row` begins with created_us, type, uid, json, recipient at `first`.
std::vector<std::string> event_fields(const SqlRows& row, int first);

// Likewise created_us, user_name, method, path, query, status.
std::vector<std::string> access_fields(const SqlRows& row, int first);

}  // namespace sonolist::plugin
