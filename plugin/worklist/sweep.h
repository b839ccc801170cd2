// Does what the worklist must do without being asked, when its moment has come.
#pragma once

#include <cstdint>

#include "plugin/worklist/replacement.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

struct SweepResult {
  int lost_performers = 0;  // lease over: CANCELED, and replaced while attempts last
  int expired = 0;          // nobody claimed it in time: CANCELED
  int quiet_series = 0;     // READY
};

// All items whose wake-up time has come. An item that somebody changed in between is left alone.
SweepResult sweep(WorklistStore& store, const RetryPolicy& policy, TimePoint now);

}  // namespace sonolist::plugin
