// Whether the processor can work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "processor/monitoring/worklist_health.h"

namespace sonolist::processor {

// The sentence that says why not; nothing when it can. It can with one of several worklists: one that is away holds up
// no other. `patience`: how old the last answer of a worklist may be that was not asked since. Pure.
std::optional<std::string> reason_not_ready(bool models_are_loaded, const std::vector<WorklistHealth::State>& worklists,
                                            std::chrono::seconds patience);

}  // namespace sonolist::processor
