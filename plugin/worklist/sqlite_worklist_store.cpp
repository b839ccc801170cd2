#include "plugin/worklist/sqlite_worklist_store.h"

#include <variant>

#include "plugin/worklist/priority.h"
#include "plugin/worklist/sqlite_errors.h"
#include "plugin/worklist/sqlite_rows.h"

namespace sonolist::plugin {
namespace {

// A filter as a WHERE clause with numbered values: the texts of the clauses are few, so they can stay prepared.
class WhereClause {
 public:
  explicit WhereClause(const IndexedFilter& filter) {
    if (!filter.uids.empty()) add_uids(filter.uids);
    if (filter.state) add("state = ?", to_string(*filter.state));
    if (filter.priority) add("priority_rank = ?", static_cast<std::int64_t>(priority_rank(*filter.priority)));
    if (filter.start_from) add("start_us >= ?", to_microseconds(*filter.start_from));
    if (filter.start_until) add("start_us <= ?", to_microseconds(*filter.start_until));
    if (filter.input_readiness) add("input_readiness = ?", *filter.input_readiness);
    if (filter.worklist_label) add("worklist_label = ?", *filter.worklist_label);
    if (filter.step_label) add("step_label = ?", *filter.step_label);
  }

  const std::string& sql() const { return sql_; }

  void bind(SQLite::Statement& statement) const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const int index = static_cast<int>(i) + 1;
      if (const auto* text = std::get_if<std::string>(&values_[i])) {
        statement.bind(index, *text);
      } else {
        statement.bind(index, std::get<std::int64_t>(values_[i]));
      }
    }
  }

 private:
  using Value = std::variant<std::string, std::int64_t>;

  void add(const std::string& condition, Value value) {
    sql_ += (sql_.empty() ? " WHERE " : " AND ") + condition;
    values_.push_back(std::move(value));
  }

  // A JSON array keeps the text of the statement the same for every number of UIDs.
  void add_uids(const std::vector<std::string>& uids) {
    add("uid IN (SELECT value FROM json_each(?))", Json(uids).dump());
  }

  std::string sql_;
  std::vector<Value> values_;
};

}  // namespace

bool SqliteWorklistStore::create(const Workitem& workitem) {
  return translating_errors([&] {
    auto session = database_.write();
    if (!insert_workitem(session, workitem, clock_())) return false;
    session.commit();
    return true;
  });
}

std::optional<Workitem> SqliteWorklistStore::find(const std::string& uid) const {
  return translating_errors([&]() -> std::optional<Workitem> {
    auto session = database_.read();
    auto row = session.prepare(std::string("SELECT ") + kWorkitemColumns + " FROM workitem WHERE uid = ?");
    row->bind(1, uid);
    if (!row->executeStep()) return std::nullopt;
    return read_workitem(*row);
  });
}

bool SqliteWorklistStore::replace(std::int64_t read_revision, const WorkitemChange& change) {
  return translating_errors([&] {
    auto session = database_.write();
    const TimePoint now = clock_();
    if (!update_workitem(session, change.after, read_revision, now)) return false;
    insert_events(session, change.events, now);
    if (change.replacement) insert_workitem(session, *change.replacement, now);
    session.commit();
    return true;
  });
}

void SqliteWorklistStore::visit(const IndexedFilter& filter, const std::function<bool(const Json& item)>& visit) const {
  translating_errors([&] {
    const WhereClause where(filter);
    auto session = database_.read();
    auto row = session.prepare("SELECT json FROM workitem" + where.sql() + " ORDER BY priority_rank, start_us, id");
    where.bind(*row);
    while (row->executeStep()) {
      if (!visit(Json::parse(row->getColumn(0).getString()))) return;
    }
  });
}

std::int64_t SqliteWorklistStore::count(const IndexedFilter& filter) const {
  return translating_errors([&] {
    const WhereClause where(filter);
    auto session = database_.read();
    auto row = session.prepare("SELECT COUNT(*) FROM workitem" + where.sql());
    where.bind(*row);
    row->executeStep();
    return row->getColumn(0).getInt64();
  });
}

std::vector<Workitem> SqliteWorklistStore::expired(TimePoint now) const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare(std::string("SELECT ") + kWorkitemColumns +
                               " FROM workitem WHERE lease_until_us IS NOT NULL AND lease_until_us < ?");
    row->bind(1, to_microseconds(now));
    std::vector<Workitem> workitems;
    while (row->executeStep()) workitems.push_back(read_workitem(*row));
    return workitems;
  });
}

void SqliteWorklistStore::extend_leases(TimePoint until) {
  translating_errors([&] {
    auto session = database_.write();
    auto statement = session.prepare(
        "UPDATE workitem SET lease_until_us = MAX(lease_until_us, ?), revision = revision + 1 "
        "WHERE lease_until_us IS NOT NULL");
    statement->bind(1, to_microseconds(until));
    statement->exec();
    session.commit();
  });
}

}  // namespace sonolist::plugin
