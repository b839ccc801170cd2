#include "plugin/monitoring/finished_steps.h"

#include <algorithm>

namespace sonolist::plugin {
namespace {

constexpr std::int64_t kEventsAtOnce = 2000;

// Seconds: from a queue that is empty to one that has waited for a night.
const std::vector<double> kLatencyBounds = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,    2.5,  5,
                                            10,   30,    60,   120, 300,  900, 3600, 14400};

constexpr const char* kWait = "wait";
constexpr const char* kWork = "work";

const char* outcome_label(StepState outcome) {
  return outcome == StepState::kCompleted ? "completed" : "canceled";
}

}  // namespace

FinishedSteps::FinishedSteps(const MonitoringSource& source)
    : source_(source),
      steps_({"sonolist_steps_finished_total",
              "Steps that have ended since the plug-in started, by the class of the failure that ended them.",
              {"outcome", "error_class"}}),
      latencies_({"sonolist_step_seconds",
                  "Of the same steps: wait from the scheduled start to the claim, work from the claim to the end.",
                  {"phase", "outcome"}},
                 kLatencyBounds) {
  steps_.add({outcome_label(StepState::kCompleted), error_class(StepState::kCompleted, "", false)}, 0);
  for (const std::string& name : canceled_error_classes()) steps_.add({outcome_label(StepState::kCanceled), name}, 0);
  for (const char* phase : {kWait, kWork}) latencies_.prepare({phase, outcome_label(StepState::kCompleted)});
}

bool FinishedSteps::read_on() {
  const std::int64_t last = source_.last_event();
  if (!last_event_) {
    last_event_ = last;
    return false;
  }
  const std::int64_t up_to = std::min(last, *last_event_ + kEventsAtOnce);
  if (up_to <= *last_event_) return false;
  for (const StateChange& change : source_.state_changes(*last_event_, up_to)) {
    const auto step = follower_.take(change);
    if (!step) continue;
    steps_.add({outcome_label(step->outcome), step->error_class});
    if (!step->latency) continue;
    latencies_.observe({kWait, outcome_label(step->outcome)}, step->latency->wait.count());
    latencies_.observe({kWork, outcome_label(step->outcome)}, step->latency->work.count());
  }
  last_event_ = up_to;
  return up_to < last;
}

void FinishedSteps::expose(metrics::Exposition& exposition) const {
  steps_.expose(exposition);
  latencies_.expose(exposition);
}

}  // namespace sonolist::plugin
