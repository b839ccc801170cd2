#include "plugin/worklist/sql/workitem_rows.h"

#include "plugin/worklist/event_report.h"
#include "plugin/worklist/sql/log_chain.h"

namespace sonolist::plugin {
namespace {

std::string parameter(std::size_t number) {
  return "?" + std::to_string(number);
}

// "a = ?2, b = ?3": the parameters begin with `first`.
template <typename Columns>
std::string pairs(const Columns& columns, std::size_t first, const char* comparison, const char* separator) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += (i == 0 ? "" : separator) + std::string(columns[i]) + comparison + parameter(first + i);
  }
  return text;
}

void append(SqlValues& values, SqlValues more) {
  values.insert(values.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string insert_statement() {
  std::string names = "uid, created_us, revision";
  std::string parameters = "?1, ?2, 1";
  std::size_t number = 3;
  const auto add = [&](const char* column) {
    names += std::string(", ") + column;
    parameters += ", " + parameter(number++);
  };
  for (const char* column : kLiveColumns) add(column);
  for (const char* column : kDescriptiveColumns) add(column);
  return "INSERT INTO workitem (" + names + ") VALUES (" + parameters + ") ON CONFLICT (uid) DO NOTHING RETURNING id";
}

void insert_accession_numbers(SqlSession& session, const Workitem& workitem, std::int64_t id) {
  for (const std::string& number : accession_numbers(workitem.item)) {
    session.execute("INSERT INTO workitem_accession (number, workitem_id) VALUES (?1, ?2)", {number, id});
  }
}

bool update_live_columns(SqlSession& session, const Workitem& workitem, std::int64_t read_revision, TimePoint now) {
  static const std::string sql = "UPDATE workitem SET " + pairs(kLiveColumns, 3, " = ", ", ") +
                                 ", revision = revision + 1 WHERE uid = ?1 AND revision = ?2";
  SqlValues values{workitem.uid(), read_revision};
  append(values, live_values(workitem, now));
  return session.execute(sql, values) > 0;
}

// They have most of the indexes, and SQLite would write these anew for every column that is named: only on a change.
void update_descriptive_columns(SqlSession& session, const Workitem& workitem, AgeingInterval ageing) {
  static const std::string sql = "UPDATE workitem SET " + pairs(kDescriptiveColumns, 2, " = ", ", ") +
                                 " WHERE uid = ?1 AND (" + pairs(kDescriptiveColumns, 2, " <> ", " OR ") +
                                 ") RETURNING id";
  SqlValues values{workitem.uid()};
  append(values, descriptive_values(workitem, ageing));
  const auto changed = session.query(sql, values);
  if (!changed->next()) return;
  const std::int64_t id = changed->integer(0);
  session.execute("DELETE FROM workitem_accession WHERE workitem_id = ?1", {id});
  insert_accession_numbers(session, workitem, id);
}

}  // namespace

Workitem read_workitem(const SqlRows& row) {
  const auto time = [&row](int column) -> std::optional<TimePoint> {
    if (row.is_null(column)) return std::nullopt;
    return from_microseconds(row.integer(column));
  };
  Workitem workitem;
  workitem.item = LazyDataSet::parse(row.text(0));
  workitem.state = parse_step_state(row.text(1)).value_or(StepState::kCanceled);
  workitem.transaction_hash = row.text(2);
  workitem.lease_until = time(3);
  workitem.cancel_requested = row.integer(4) != 0;
  workitem.revision = row.integer(5);
  workitem.number = row.integer(6);
  workitem.series_key = row.text(7);
  workitem.quiet_at = time(8);
  return workitem;
}

std::vector<Workitem> select_workitems(SqlSession& session, const std::string& rest, const SqlValues& values) {
  std::vector<Workitem> workitems;
  const auto rows = session.query(std::string("SELECT ") + kWorkitemColumns + " FROM workitem " + rest, values);
  while (rows->next()) workitems.push_back(read_workitem(*rows));
  return workitems;
}

bool insert_workitem(SqlSession& session, const Workitem& workitem, const WriteContext& context) {
  static const std::string sql = insert_statement();
  lock_numbers(session);
  SqlValues values{workitem.uid(), to_microseconds(context.now)};
  append(values, live_values(workitem, context.now));
  append(values, descriptive_values(workitem, context.ageing));
  std::int64_t id = 0;
  {
    const auto inserted = session.query(sql, values);
    if (!inserted->next()) return false;
    id = inserted->integer(0);
  }
  insert_accession_numbers(session, workitem, id);
  insert_events(session, creation_events(workitem), context.now);
  return true;
}

bool update_workitem(SqlSession& session, const Workitem& workitem, std::int64_t read_revision,
                     const WriteContext& context) {
  if (!update_live_columns(session, workitem, read_revision, context.now)) return false;
  update_descriptive_columns(session, workitem, context.ageing);
  return true;
}

bool update_workitem(SqlSession& session, const Workitem& before, const Workitem& after, const WriteContext& context) {
  if (!update_live_columns(session, after, before.revision, context.now)) return false;
  if (!has_same_description(before, after)) update_descriptive_columns(session, after, context.ageing);
  return true;
}

void write_consequences(SqlSession& session, const WorkitemChange& change, const WriteContext& context) {
  insert_events(session, change.events, context.now);
  if (change.replacement) insert_workitem(session, *change.replacement, context);
}

void fill_columns(SqlSession& session, const Workitem& workitem, AgeingInterval ageing) {
  if (const auto moment = workitem.wake_up()) {
    session.execute("UPDATE workitem SET wake_us = ?2 WHERE uid = ?1", {workitem.uid(), to_microseconds(*moment)});
  }
  update_descriptive_columns(session, workitem, ageing);
}

void lock_numbers(SqlSession& session) {
  session.lock("numbers");
}

void insert_events(SqlSession& session, const std::vector<WorkitemEvent>& events, TimePoint now) {
  if (events.empty()) return;
  lock_numbers(session);
  LogChain chain(session, "event");
  for (const WorkitemEvent& event : events) {
    const std::int64_t time = to_microseconds(now);
    const int type = static_cast<int>(event.type);
    const std::string content = event.content.dump();
    const std::string hash =
        chain.next_hash({std::to_string(time), std::to_string(type), event.workitem_uid, content, event.recipient});
    const auto row = session.query(
        "INSERT INTO event (created_us, type, uid, json, recipient, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
        {time, type, event.workitem_uid, content, event.recipient, hash});
    if (row->next()) chain.inserted(row->integer(0));
  }
  chain.finish();
  session.announce_events();
}

}  // namespace sonolist::plugin
