#include "plugin/worklist/sql/sql_subscription_store.h"

#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {
namespace {

// Ranges and entries in one statement, because two would see two states of the data base.
std::string both_tables(const std::string& which_ranges, const std::string& which_entries) {
  return "SELECT 0 AS is_entry, id, ae_title, first_number, last_number, deletion_lock, match_keys, "
         "after_event FROM subscription_range " +
         which_ranges +
         " UNION ALL SELECT 1, 0, ae_title, is_subscribed, NULL, deletion_lock, workitem_uid, "
         "after_event FROM subscription_entry " +
         which_entries + " ORDER BY 1, 2, 3, 7";
}

SubscriptionSet read_set(SqlRows& rows) {
  SubscriptionSet set;
  while (rows.next()) {
    const bool has_lock = rows.integer(5) != 0;
    if (rows.integer(0) != 0) {
      set.entries.push_back({rows.text(2), rows.text(6), rows.integer(3) != 0, has_lock, rows.integer(7)});
      continue;
    }
    SubscriptionRange range{rows.integer(1), rows.text(2), rows.integer(3), std::nullopt, has_lock};
    if (!rows.is_null(4)) range.last_number = rows.integer(4);
    range.match_keys = Json::parse(rows.text(6)).get<decltype(range.match_keys)>();
    range.after_event = rows.integer(7);
    set.ranges.push_back(std::move(range));
  }
  return set;
}

std::int64_t last_workitem(SqlSession& session) {
  const auto row = session.query("SELECT id FROM workitem ORDER BY id DESC LIMIT 1", {});
  return row->next() ? row->integer(0) : 0;
}

// The caller holds the lock of the numbers: no event below it can still come.
std::int64_t last_event(SqlSession& session) {
  const auto row = session.query("SELECT id FROM event ORDER BY id DESC LIMIT 1", {});
  return row->next() ? row->integer(0) : 0;
}

std::int64_t beginning(std::int64_t after_event, std::int64_t now) {
  return after_event == kFromNow ? now : after_event;
}

SqlValue last_number_of(const SubscriptionRange& range) {
  if (!range.last_number) return nullptr;
  return *range.last_number;
}

void insert_range(SqlSession& session, const std::string& ae_title, const SubscriptionRange& range, std::int64_t now) {
  session.execute(
      "INSERT INTO subscription_range (ae_title, first_number, last_number, deletion_lock, match_keys, after_event) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      {ae_title, range.first_number, last_number_of(range), range.deletion_lock ? 1 : 0, Json(range.match_keys).dump(),
       beginning(range.after_event, now)});
}

void write_entry(SqlSession& session, const SubscriptionEntry& entry, std::int64_t now) {
  session.execute(
      "INSERT INTO subscription_entry (ae_title, workitem_uid, is_subscribed, deletion_lock, after_event) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (ae_title, workitem_uid) DO UPDATE SET "
      "is_subscribed = excluded.is_subscribed, deletion_lock = excluded.deletion_lock, "
      "after_event = excluded.after_event",
      {entry.ae_title, entry.workitem_uid, entry.is_subscribed ? 1 : 0, entry.deletion_lock ? 1 : 0,
       beginning(entry.after_event, now)});
}

}  // namespace

SubscriptionSet SqlSubscriptionStore::for_workitem(const std::string& workitem_uid) const {
  return database_.read([&](SqlSession& session) {
    return read_set(*session.query(both_tables("", "WHERE workitem_uid = ?1"), {workitem_uid}));
  });
}

SubscriptionSet SqlSubscriptionStore::of_subscriber(const std::string& ae_title) const {
  return database_.read([&](SqlSession& session) {
    return read_set(*session.query(both_tables("WHERE ae_title = ?1", "WHERE ae_title = ?1"), {ae_title}));
  });
}

std::vector<std::string> SqlSubscriptionStore::subscribers() const {
  return database_.read([](SqlSession& session) {
    const auto rows = session.query(
        "SELECT ae_title FROM subscription_range UNION SELECT ae_title FROM subscription_entry ORDER BY 1", {});
    std::vector<std::string> titles;
    while (rows->next()) titles.push_back(rows->text(0));
    return titles;
  });
}

std::int64_t SqlSubscriptionStore::last_number() const {
  return database_.read([](SqlSession& session) { return last_workitem(session); });
}

bool SqlSubscriptionStore::set_subscriber(const std::string& ae_title, const SubscriptionSet& wanted,
                                          const std::vector<WorkitemEvent>& events, std::int64_t read_last_number) {
  return database_.write([&](SqlSession& session) {
    lock_numbers(session);
    if (last_workitem(session) != read_last_number) return false;
    session.execute("DELETE FROM subscription_range WHERE ae_title = ?1", {ae_title});
    session.execute("DELETE FROM subscription_entry WHERE ae_title = ?1", {ae_title});
    const std::int64_t now = last_event(session);
    for (const SubscriptionRange& range : wanted.ranges) insert_range(session, ae_title, range, now);
    for (SubscriptionEntry entry : wanted.entries) {
      entry.ae_title = ae_title;
      write_entry(session, entry, now);
    }
    insert_events(session, events, clock_());
    session.commit();
    return true;
  });
}

void SqlSubscriptionStore::set_entry(const SubscriptionEntry& entry, const std::vector<WorkitemEvent>& events) {
  database_.write([&](SqlSession& session) {
    lock_numbers(session);
    write_entry(session, entry, last_event(session));
    insert_events(session, events, clock_());
    session.commit();
  });
}

}  // namespace sonolist::plugin
