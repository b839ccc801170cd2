#include "plugin/worklist/sweep.h"

#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kSweptAtOnce = 200;

void count(const Workitem& before, const Workitem& after, SweepResult& result) {
  if (before.state == StepState::kInProgress) {
    ++result.lost_performers;
  } else if (after.state == StepState::kCanceled) {
    ++result.expired;
  } else {
    ++result.quiet_series;
  }
}

}  // namespace

SweepResult sweep(WorklistStore& store, const RetryPolicy& policy, TimePoint now) {
  SweepResult result;
  while (true) {
    const std::vector<Workitem> due = store.overdue(now, kSweptAtOnce);
    bool changed_one = false;
    for (const Workitem& workitem : due) {
      const auto change = wake_up(workitem, policy, now);
      if (!change || store.replace(workitem.revision, *change) != WriteResult::kWritten) continue;
      changed_one = true;
      count(workitem, change->after, result);
    }
    // What could not be changed is met again by the next sweep.
    if (due.size() < kSweptAtOnce || !changed_one) return result;
  }
}

}  // namespace sonolist::plugin
