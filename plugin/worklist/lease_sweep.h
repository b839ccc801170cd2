// Ends steps whose performer has vanished.
#pragma once

#include "plugin/worklist/replacement.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// Cancels every step whose lease ended before `now` and creates its replacement. Returns how many. A step that a
// performer changed in between is left alone.
int sweep_expired_leases(WorklistStore& store, const RetryPolicy& policy, TimePoint now);

}  // namespace sonolist::plugin
