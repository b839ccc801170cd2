#include "plugin/worklist/lease_sweep.h"

#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {

int sweep_expired_leases(WorklistStore& store, const RetryPolicy& policy, TimePoint now) {
  int swept = 0;
  for (const Workitem& workitem : store.expired(now)) {
    if (store.replace(workitem.revision, expire_lease(workitem, policy, now))) ++swept;
  }
  return swept;
}

}  // namespace sonolist::plugin
