// The part of a search that the data base answers by itself; the rest is matched on the items.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/date_time.h"
#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

// A criterion that is absent lets everything pass; texts match exactly.
struct IndexedFilter {
  std::vector<std::string> uids;  // any of these
  std::optional<StepState> state;
  std::optional<std::string> priority;         // HIGH, MEDIUM, LOW
  std::optional<std::string> input_readiness;  // READY, INCOMPLETE, UNAVAILABLE
  std::optional<std::string> worklist_label;
  std::optional<std::string> step_label;
  std::optional<TimePoint> start_from, start_until;  // both ends belong to the range
};

}  // namespace sonolist::plugin
