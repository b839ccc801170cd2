// The outbox in an SQL data base.
#pragma once

#include "plugin/worklist/event_log.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

class SqlEventLog : public EventLog {
 public:
  // Borrows the data base.
  explicit SqlEventLog(SqlDatabase& database) : database_(database) {}

  std::int64_t last_event() const override;
  std::vector<StoredEvent> events_after(std::int64_t id, std::size_t limit) const override;
  void wait_for_event(std::int64_t id, std::chrono::milliseconds timeout) const override;
  void stop_waiting() override { database_.event_signal().stop(); }

 private:
  SqlDatabase& database_;
};

}  // namespace sonolist::plugin
