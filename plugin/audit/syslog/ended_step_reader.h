// Steps that have ended, as the event log tells.
#pragma once

#include <optional>
#include <vector>

#include "plugin/audit/sql/access_log.h"
#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

struct EndedStep {
  LoggedRow row;  // of the event
  TimePoint time;
  std::string uid;
  StepState state = StepState::kCompleted;
  LazyDataSet item;
};

// Reads the event log behind its writers, from the first call on: the end of a step waits for no audit message. A
// worklist that several PACS share tells each of them of every step. For one thread.
class EndedStepReader {
 public:
  // Borrows the data base.
  explicit EndedStepReader(SqlDatabase& database) : database_(database) {}

  // Those that ended since the last call, oldest first; the first call only finds the end of the log. Reads a bounded
  // number of events. Throws StoreError, and goes on from there the next time.
  std::vector<EndedStep> read_on();

  // Whether the last call left some of the log.
  bool has_more() const { return has_more_; }

 private:
  SqlDatabase& database_;
  std::optional<std::int64_t> last_event_;
  bool has_more_ = false;
};

}  // namespace sonolist::plugin
