// Procedure Step State (0074,1000), PS3.4 table CC.1.1-1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sonolist::plugin {

enum class StepState { kScheduled, kInProgress, kCompleted, kCanceled };

// The defined term, e.g. "IN PROGRESS".
std::string to_string(StepState state);

// Empty for anything but the four defined terms.
std::optional<StepState> parse_step_state(std::string_view term);

inline bool is_final(StepState state) {
  return state == StepState::kCompleted || state == StepState::kCanceled;
}

}  // namespace sonolist::plugin
