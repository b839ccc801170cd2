#include "plugin/monitoring/step_follower.h"

#include <algorithm>

#include "plugin/worklist/cancellation.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kNoError = "none";
constexpr const char* kRequested = "requested";
constexpr const char* kOther = "other";

// Codes of 99SONOLIST and what they are called in metrics: others can write any code, so the list is closed.
const std::map<std::string, std::string>& error_class_names() {
  static const std::map<std::string, std::string> names = {
      {"INPUT", "input"},      {"CONFIGURATION", "configuration"}, {kTransient, "transient"}, {kInternal, "internal"},
      {kHandback, "handback"}, {kNotClaimed, "expired"},           {kInputDeleted, "deleted"}};
  return names;
}

}  // namespace

std::string error_class(StepState outcome, const std::string& discontinuation, bool cancel_requested) {
  if (outcome == StepState::kCompleted) return kNoError;
  const auto name = error_class_names().find(discontinuation);
  if (name != error_class_names().end()) return name->second;
  return cancel_requested ? kRequested : kOther;
}

const std::vector<std::string>& canceled_error_classes() {
  static const std::vector<std::string> classes = [] {
    std::vector<std::string> all = {kRequested, kOther};
    for (const auto& [code, name] : error_class_names()) all.push_back(name);
    return all;
  }();
  return classes;
}

std::optional<FinishedStep> StepFollower::take(const StateChange& change) {
  if (change.state == StepState::kScheduled) return std::nullopt;
  if (change.state == StepState::kInProgress) {
    claims_.try_emplace(change.workitem_uid, change.time);
    return std::nullopt;
  }
  FinishedStep step;
  step.outcome = change.state;
  step.error_class = error_class(change.state, change.discontinuation, change.cancel_requested);
  const auto claim = claims_.find(change.workitem_uid);
  if (claim == claims_.end()) return step;
  const TimePoint claimed = claim->second;
  claims_.erase(claim);
  // Claim and end in one transaction: the worklist itself ended what nobody had claimed.
  if (!change.start || claimed == change.time) return step;
  const TimePoint start = std::min(*change.start, claimed);
  step.latency = StepLatency{claimed - start, change.time - claimed, change.time - start};
  return step;
}

}  // namespace sonolist::plugin
