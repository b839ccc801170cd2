#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

std::string to_string(StepState state) {
  switch (state) {
    case StepState::kScheduled:
      return "SCHEDULED";
    case StepState::kInProgress:
      return "IN PROGRESS";
    case StepState::kCompleted:
      return "COMPLETED";
    case StepState::kCanceled:
      break;
  }
  return "CANCELED";
}

std::optional<StepState> parse_step_state(std::string_view term) {
  for (const StepState state :
       {StepState::kScheduled, StepState::kInProgress, StepState::kCompleted, StepState::kCanceled}) {
    if (to_string(state) == term) return state;
  }
  return std::nullopt;
}

}  // namespace sonolist::plugin
