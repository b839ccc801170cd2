#include "plugin/worklist/sql/sql_event_log.h"

namespace sonolist::plugin {

std::int64_t SqlEventLog::last_event() const {
  return database_.read([](SqlSession& session) {
    const auto row = session.query("SELECT id FROM event ORDER BY id DESC LIMIT 1", {});
    return row->next() ? row->integer(0) : 0;
  });
}

std::vector<StoredEvent> SqlEventLog::events_after(std::int64_t id, std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    const auto rows =
        session.query("SELECT id, created_us, type, uid, json, recipient FROM event WHERE id > ?1 ORDER BY id LIMIT ?2",
                      {id, static_cast<std::int64_t>(limit)});
    std::vector<StoredEvent> events;
    while (rows->next()) {
      events.push_back({rows->integer(0),
                        from_microseconds(rows->integer(1)),
                        {static_cast<WorkitemEvent::Type>(rows->integer(2)), rows->text(3), Json::parse(rows->text(4)),
                         rows->text(5)}});
    }
    return events;
  });
}

void SqlEventLog::wait_for_event(std::int64_t id, std::chrono::milliseconds timeout) const {
  const EventSignal& signal = database_.event_signal();
  const std::uint64_t seen = signal.count();
  if (last_event() <= id) signal.wait(seen, timeout);
}

}  // namespace sonolist::plugin
