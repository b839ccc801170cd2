#include "plugin/monitoring/system_report.h"

#include <algorithm>
#include <map>

#include "plugin/monitoring/percentiles.h"
#include "plugin/monitoring/step_follower.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr int kHours = 24;
constexpr std::chrono::minutes kAliveFor{5};
constexpr std::int64_t kMostPerformed = 1000;
constexpr std::int64_t kMostEnded = 200'000;
constexpr std::int64_t kEventsOfLatencies = 6000;

// Names come from whoever may claim: they must not fill the page.
constexpr std::size_t kMostPerformers = 200;

json performers(const std::vector<PerformedStep>& steps, TimePoint now) {
  struct Performer {
    TimePoint seen;
    std::map<StepState, int> steps;
  };
  std::map<std::string, Performer> by_name;
  for (const PerformedStep& step : steps) {
    if (by_name.size() == kMostPerformers && by_name.count(step.performer) == 0) continue;
    Performer& performer = by_name[step.performer];
    performer.seen = std::max(performer.seen, step.updated);
    ++performer.steps[step.state];
  }
  json rows = json::array();
  for (auto& [name, performer] : by_name) {
    rows.push_back({{"name", name},
                    {"state", now - performer.seen <= kAliveFor ? "alive" : "silent"},
                    {"lastSeen", format_iso_time(performer.seen)},
                    {"running", performer.steps[StepState::kInProgress]},
                    {"completed", performer.steps[StepState::kCompleted]},
                    {"canceled", performer.steps[StepState::kCanceled]}});
  }
  return rows;
}

json throughput(const std::vector<EndedSteps>& ended, TimePoint first_hour) {
  std::map<TimePoint, std::map<StepState, std::int64_t>> by_hour;
  for (int hour = 0; hour < kHours; ++hour) by_hour[first_hour + std::chrono::hours(hour)];
  for (const EndedSteps& steps : ended) by_hour[steps.hour][steps.state] += steps.count;
  json rows = json::array();
  for (auto& [hour, steps] : by_hour) {
    rows.push_back({{"hour", format_iso_time(hour)},
                    {"completed", steps[StepState::kCompleted]},
                    {"canceled", steps[StepState::kCanceled]}});
  }
  return rows;
}

json errors(const std::vector<EndedSteps>& ended) {
  std::map<std::string, std::int64_t> by_class;
  for (const EndedSteps& steps : ended) {
    if (steps.state != StepState::kCanceled) continue;
    by_class[error_class(steps.state, steps.discontinuation, steps.cancel_requested)] += steps.count;
  }
  json rows = json::array();
  for (const auto& [name, count] : by_class) rows.push_back({{"class", name}, {"count", count}});
  return rows;
}

json percentiles(const std::vector<double>& values) {
  const auto value = [&](double percent) {
    const auto found = percentile(values, percent);
    return found ? json(*found) : json();
  };
  return {{"p50", value(50)}, {"p95", value(95)}, {"p99", value(99)}};
}

json latencies(const std::vector<StateChange>& changes) {
  StepFollower follower;
  std::vector<double> wait, work, total;
  for (const StateChange& change : changes) {
    const auto step = follower.take(change);
    if (!step || !step->latency || step->outcome != StepState::kCompleted) continue;
    wait.push_back(step->latency->wait.count());
    work.push_back(step->latency->work.count());
    total.push_back(step->latency->total.count());
  }
  return {{"wait", percentiles(wait)}, {"work", percentiles(work)}, {"total", percentiles(total)}};
}

json queue(const std::vector<QueuedSteps>& queued, const std::set<std::string>& paused, TimePoint now) {
  std::int64_t depth = 0;
  Seconds oldest{0};
  std::map<std::string, std::map<StepState, std::int64_t>> by_model;
  for (const QueuedSteps& steps : queued) {
    by_model[steps.model][steps.state] += steps.count;
    if (steps.state != StepState::kScheduled) continue;
    depth += steps.count;
    oldest = std::max(oldest, Seconds(now - steps.oldest_start));
  }
  for (const std::string& model : paused) {
    if (!model.empty()) by_model[model];
  }
  json rows = json::array();
  for (auto& [model, steps] : by_model) {
    rows.push_back({{"model", model},
                    {"waiting", steps[StepState::kScheduled]},
                    {"running", steps[StepState::kInProgress]},
                    {"paused", paused.count(model) != 0 || paused.count("") != 0}});
  }
  return {{"depth", depth}, {"oldestSeconds", oldest.count()}, {"byModel", rows}};
}

}  // namespace

json SystemReport::to_json() const {
  const TimePoint now = clock_();
  const TimePoint first_hour = std::chrono::floor<std::chrono::hours>(now) - std::chrono::hours(kHours - 1);
  const std::vector<EndedSteps> ended = source_.ended(first_hour, kMostEnded);
  const std::int64_t last_event = source_.last_event();
  return {{"performers", performers(source_.performed(first_hour, kMostPerformed), now)},
          {"throughput", throughput(ended, first_hour)},
          {"latencySeconds", latencies(source_.state_changes(last_event - kEventsOfLatencies, last_event))},
          {"errors", errors(ended)},
          {"queue", queue(source_.queue(), worklist_.paused_models(), now)}};
}

}  // namespace sonolist::plugin
