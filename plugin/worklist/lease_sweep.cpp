#include "plugin/worklist/lease_sweep.h"

#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {

namespace {

constexpr std::size_t kStepsPerSweep = 100;

}  // namespace

int sweep_expired_leases(WorklistStore& store, const RetryPolicy& policy, TimePoint now) {
  int swept = 0;
  for (const Workitem& workitem : store.overdue(now, kStepsPerSweep)) {
    if (workitem.state != StepState::kInProgress) continue;
    if (store.replace(workitem.revision, expire_lease(workitem, policy, now)) == WriteResult::kWritten) ++swept;
  }
  return swept;
}

}  // namespace sonolist::plugin
