// A filter as the end of an SQL statement. Pure.
#pragma once

#include <string>

#include "plugin/worklist/indexed_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// " WHERE ..." with numbered parameters, the texts of which are few, so that they can stay prepared.
//
// For an engine that does not choose indexes well one criterion, the most telling one that is present, leads: it finds
// its rows by its index, which also has them in the order of the queue. SQLite keeps no statistics by which it could
// choose, and with the wrong index a search walks through the whole table; so all other columns are written as
// expressions that no index answers to. PostgreSQL has statistics, of columns and not of such expressions.
class WhereClause {
 public:
  explicit WhereClause(const IndexedFilter& filter, bool engine_chooses_indexes = false);

  // Only what comes after this place in the order of the queue.
  void begin_after(std::int64_t queue_key, std::int64_t number);

  // The number of a further parameter, as "?7".
  std::string add_value(SqlValue value);

  const std::string& sql() const { return sql_; }
  const SqlValues& values() const { return values_; }

 private:
  void add(const std::string& condition);
  void add_text(const char* column, const std::string& value);
  void add_uids(const std::vector<std::string>& uids);
  void add_start(const IndexedFilter& filter);
  void add_dead_letters();

  // The name of the column for the first that asks, then an expression of the same value.
  std::string lead(const std::string& column, const char* neutral);

  const bool engine_chooses_indexes_;
  std::string sql_;
  SqlValues values_;
  bool has_lead_ = false;
};

}  // namespace sonolist::plugin
