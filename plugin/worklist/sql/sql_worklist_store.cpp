#include "plugin/worklist/sql/sql_worklist_store.h"

#include <stdexcept>

#include "plugin/worklist/sql/claim_queue.h"
#include "plugin/worklist/sql/retention.h"
#include "plugin/worklist/sql/where_clause.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kOrder = " ORDER BY queue_key, id LIMIT ";
constexpr std::size_t kFirstBatch = 64;
constexpr std::size_t kFurtherBatch = 512;

struct Batch {
  std::vector<Workitem> workitems;
  std::int64_t last_queue_key = 0;
};

Batch read_batch(SqlSession& session, WhereClause where, std::size_t size) {
  const std::string limit = where.add_value(static_cast<std::int64_t>(size));
  const auto rows = session.search(
      std::string("SELECT ") + kWorkitemColumns + ", queue_key FROM workitem" + where.sql() + kOrder + limit,
      where.values());
  constexpr int kQueueKeyColumn = 9;  // behind kWorkitemColumns
  Batch batch;
  while (rows->next()) {
    batch.workitems.push_back(read_workitem(*rows));
    batch.last_queue_key = rows->integer(kQueueKeyColumn);
  }
  return batch;
}

bool is_held(SqlSession& session, const Workitem& workitem) {
  const std::set<std::string> paused = paused_models(session);
  return !paused.empty() && is_paused(paused, workitem.model());
}

// Commits when it has written all. `update` writes the item itself, unless it has another revision by now: this is what
// makes a claim exclusive.
template <typename Update>
WriteResult write_change(SqlSession& session, const WorkitemChange& change, const WriteContext& context,
                         const Update& update) {
  const bool is_limited = change.limit && change.limit->at_once > 0;
  const std::string model = is_limited ? change.after.model() : "";
  if (is_limited) lock_claims(session, model);
  if (!update()) return WriteResult::kStale;
  if (change.limit && is_held(session, change.after)) return WriteResult::kHeld;
  if (is_limited && steps_in_progress(session, model) > change.limit->at_once) return WriteResult::kHeld;
  write_consequences(session, change, context);
  session.commit();
  return WriteResult::kWritten;
}

}  // namespace

SqlWorklistStore::SqlWorklistStore(SqlDatabase& database, Clock clock, AgeingInterval ageing)
    : database_(database), clock_(std::move(clock)), ageing_(ageing) {
  if (ageing < AgeingInterval::zero() || ageing > kMaximumAgeing) {
    throw std::invalid_argument("The ageing interval must be from 0 to 24 hours");
  }
}

bool SqlWorklistStore::create(const Workitem& workitem) {
  return database_.write([&](SqlSession& session) {
    if (!insert_workitem(session, workitem, context())) return false;
    session.commit();
    return true;
  });
}

std::optional<Workitem> SqlWorklistStore::find(const std::string& uid) const {
  return database_.read([&](SqlSession& session) -> std::optional<Workitem> {
    auto found = select_workitems(session, "WHERE uid = ?1", {uid});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

WriteResult SqlWorklistStore::change(const std::string& uid,
                                     const std::function<std::optional<WorkitemChange>(const Workitem&)>& decide) {
  return database_.write([&](SqlSession& session) {
    const auto found = select_workitems(session, "WHERE uid = ?1", {uid});
    const auto decided = found.empty() ? std::nullopt : decide(found.front());
    if (!decided) return WriteResult::kNothing;
    const WriteContext now = context();
    return write_change(session, *decided, now,
                        [&] { return update_workitem(session, found.front(), decided->after, now); });
  });
}

WriteResult SqlWorklistStore::replace(std::int64_t read_revision, const WorkitemChange& change) {
  return database_.write([&](SqlSession& session) {
    const WriteContext now = context();
    return write_change(session, change, now,
                        [&] { return update_workitem(session, change.after, read_revision, now); });
  });
}

std::vector<Workitem> SqlWorklistStore::claim_next(const ClaimCriteria& criteria,
                                                   const std::function<WorkitemChange(const Workitem&)>& claim) {
  return database_.write([&](SqlSession& session) {
    std::vector<Workitem> steps = plugin::claim_next(session, criteria, claim, context());
    session.commit();
    return steps;
  });
}

// In batches, between which nothing is held: a long search neither blocks a claim nor keeps the log of SQLite from
// shrinking.
void SqlWorklistStore::visit(const IndexedFilter& filter, const std::function<bool(const Workitem&)>& visit) const {
  std::size_t size = kFirstBatch;
  Batch batch;
  while (true) {
    WhereClause where(filter, database_.chooses_indexes());
    if (!batch.workitems.empty()) where.begin_after(batch.last_queue_key, batch.workitems.back().number);
    batch = database_.read([&](SqlSession& session) { return read_batch(session, where, size); });
    for (const Workitem& workitem : batch.workitems) {
      if (!visit(workitem)) return;
    }
    if (batch.workitems.size() < size) return;
    size = kFurtherBatch;
  }
}

std::vector<LazyDataSet> SqlWorklistStore::page(const IndexedFilter& filter, std::size_t offset,
                                                std::size_t limit) const {
  WhereClause where(filter, database_.chooses_indexes());
  const std::string limit_value = where.add_value(static_cast<std::int64_t>(limit));
  const std::string offset_value = where.add_value(static_cast<std::int64_t>(offset));
  return database_.read([&](SqlSession& session) {
    const auto rows = session.search(
        "SELECT json FROM workitem" + where.sql() + kOrder + limit_value + " OFFSET " + offset_value, where.values());
    std::vector<LazyDataSet> items;
    while (rows->next()) items.push_back(LazyDataSet::parse(rows->text(0)));
    return items;
  });
}

// In the order of the queue like the page, whose rows are thus at hand.
std::int64_t SqlWorklistStore::count(const IndexedFilter& filter, std::int64_t at_most) const {
  WhereClause where(filter, database_.chooses_indexes());
  const std::string limit = where.add_value(at_most);
  return database_.read([&](SqlSession& session) {
    const auto row = session.search(
        "SELECT COUNT(*) FROM (SELECT 1 FROM workitem" + where.sql() + kOrder + limit + ") AS found", where.values());
    return row->next() ? row->integer(0) : 0;
  });
}

std::vector<Workitem> SqlWorklistStore::overdue(TimePoint now, std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    return select_workitems(session, "WHERE wake_us IS NOT NULL AND wake_us <= ?1 ORDER BY wake_us, id LIMIT ?2",
                            {to_microseconds(now), static_cast<std::int64_t>(limit)});
  });
}

void SqlWorklistStore::extend_leases(TimePoint until) {
  database_.write([&](SqlSession& session) {
    session.execute(
        "UPDATE workitem SET lease_until_us = ?1, wake_us = ?1, revision = revision + 1 "
        "WHERE lease_until_us IS NOT NULL AND lease_until_us < ?1",
        {to_microseconds(until)});
    session.commit();
  });
}

std::int64_t SqlWorklistStore::remove_finished(TimePoint before, std::size_t limit,
                                               const std::function<bool(const Workitem&)>& is_locked) {
  const auto rows = static_cast<std::int64_t>(limit);
  const std::int64_t removed = database_.write([&](SqlSession& session) {
    const std::int64_t number =
        remove_finished_items(session, before, rows, is_locked) + remove_events(session, before, rows);
    session.commit();
    return number;
  });
  if (removed > 0) database_.give_back_space();
  return removed;
}

std::set<std::string> SqlWorklistStore::paused_models() const {
  return database_.read([](SqlSession& session) { return plugin::paused_models(session); });
}

void SqlWorklistStore::set_paused(const std::string& model, bool is_paused) {
  database_.write([&](SqlSession& session) {
    session.execute(is_paused ? "INSERT INTO paused_model (model) VALUES (?1) ON CONFLICT (model) DO NOTHING"
                              : "DELETE FROM paused_model WHERE model = ?1",
                    {model});
    session.commit();
  });
}

}  // namespace sonolist::plugin
