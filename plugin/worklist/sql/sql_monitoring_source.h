// The answers for monitoring, from an SQL data base.
#pragma once

#include "plugin/worklist/monitoring_source.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

class SqlMonitoringSource : public MonitoringSource {
 public:
  // Borrows the data base.
  explicit SqlMonitoringSource(SqlDatabase& database) : database_(database) {}

  std::vector<QueuedSteps> queue() const override;
  std::vector<EndedSteps> ended(TimePoint since, std::int64_t limit) const override;
  std::vector<PerformedStep> performed(TimePoint since, std::int64_t limit) const override;
  std::int64_t last_event() const override;
  std::vector<StateChange> state_changes(std::int64_t after, std::int64_t up_to) const override;

 private:
  SqlDatabase& database_;
};

}  // namespace sonolist::plugin
