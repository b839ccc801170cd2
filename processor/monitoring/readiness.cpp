#include "processor/monitoring/readiness.h"

#include <algorithm>

namespace sonolist::processor {

std::optional<std::string> reason_not_ready(bool models_are_loaded, const std::vector<WorklistHealth::State>& worklists,
                                            std::chrono::seconds patience) {
  if (!models_are_loaded) return "The models are being loaded";
  const auto answers = [&](const WorklistHealth::State& state) {
    return state.answers && state.since_answer && *state.since_answer <= patience;
  };
  if (std::any_of(worklists.begin(), worklists.end(), answers)) return std::nullopt;
  std::string sentence = "No worklist answers";
  for (const WorklistHealth::State& state : worklists) {
    if (!state.failure.empty()) return sentence + ": " + state.failure;
  }
  return sentence + " yet, or none was asked for " + std::to_string(patience.count()) + " s";
}

}  // namespace sonolist::processor
