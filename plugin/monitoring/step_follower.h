// Follows steps from claim to end by the reports of their states.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "plugin/worklist/monitoring_source.h"

namespace sonolist::plugin {

using Seconds = std::chrono::duration<double>;

struct StepLatency {
  Seconds wait{0};   // from the scheduled start to the claim; 0 for a claim before it
  Seconds work{0};   // from the claim to the end
  Seconds total{0};  // of both
};

struct FinishedStep {
  StepState outcome = StepState::kCompleted;
  std::string error_class;  // see error_class()
  // None when nobody worked on it, or its claim was not seen.
  std::optional<StepLatency> latency;
};

// "none" for COMPLETED; for CANCELED one of input, configuration, transient, internal, handback, expired, deleted,
// requested (by somebody else) and other.
std::string error_class(StepState outcome, const std::string& discontinuation, bool cancel_requested);

// All that error_class() can be for CANCELED.
const std::vector<std::string>& canceled_error_classes();

// Remembers the steps that are IN PROGRESS. Not thread safe.
class StepFollower {
 public:
  // Reports in the order of their numbers. A step that has ended, when this is its end.
  std::optional<FinishedStep> take(const StateChange& change);

 private:
  std::map<std::string, TimePoint> claims_;  // by workitem
};

}  // namespace sonolist::plugin
