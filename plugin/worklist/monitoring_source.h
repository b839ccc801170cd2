// What monitoring asks of the data base.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/date_time.h"
#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

// Steps of one model that are SCHEDULED or IN PROGRESS.
struct QueuedSteps {
  StepState state = StepState::kScheduled;
  std::string model;
  std::int64_t count = 0;
  TimePoint oldest_start;  // the earliest scheduled start; may lie ahead
};

// Steps that ended in the same hour in the same way.
struct EndedSteps {
  TimePoint hour;  // its beginning
  StepState state = StepState::kCompleted;
  std::string discontinuation;  // class of a CANCELED step, see discontinuation_class()
  bool cancel_requested = false;
  std::int64_t count = 0;
};

// One step of which it is known who performs or performed it.
struct PerformedStep {
  std::string performer;
  StepState state = StepState::kInProgress;
  TimePoint updated;  // the last word of the performer or, on its behalf, of the worklist
};

// A state report of the event log, with what the workitem says now.
struct StateChange {
  std::int64_t event = 0;
  TimePoint time;
  std::string workitem_uid;
  StepState state = StepState::kScheduled;
  std::optional<TimePoint> start;  // scheduled; none when the workitem is gone
  std::string discontinuation;
  bool cancel_requested = false;
};

// Each question is answered by an index and reads no more rows than its limit, however many steps have ended. The queue
// alone costs as much as is in it. Thread safe; throws StoreError.
class MonitoringSource {
 public:
  virtual ~MonitoringSource() = default;

  virtual std::vector<QueuedSteps> queue() const = 0;

  // Of the last `limit` steps that ended, those from `since` on.
  virtual std::vector<EndedSteps> ended(TimePoint since, std::int64_t limit) const = 0;

  // Of `limit` that are IN PROGRESS and the last `limit` that ended from `since` on.
  virtual std::vector<PerformedStep> performed(TimePoint since, std::int64_t limit) const = 0;

  // 0 when there is none.
  virtual std::int64_t last_event() const = 0;

  // Of the events with numbers above `after` up to `up_to`, oldest first.
  virtual std::vector<StateChange> state_changes(std::int64_t after, std::int64_t up_to) const = 0;
};

}  // namespace sonolist::plugin
