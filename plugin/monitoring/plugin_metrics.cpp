#include "plugin/monitoring/plugin_metrics.h"

#include <algorithm>

#include "plugin/worklist/intake_store.h"

namespace sonolist::plugin {
namespace {

using metrics::Kind;

constexpr std::int64_t kMostCountedDeadLetters = 1'000'000;

// Whoever may create steps chooses the names of their models: those beyond are one.
constexpr std::size_t kMostModels = 100;
constexpr const char* kOtherModels = "other";

const char* state_label(StepState state) {
  return state == StepState::kScheduled ? "scheduled" : "in_progress";
}

struct QueueFigures {
  std::int64_t count = 0;
  double oldest = 0.0;  // seconds
};
using QueueByModel = std::map<std::pair<std::string, StepState>, QueueFigures>;

QueueByModel by_model(const std::vector<QueuedSteps>& queued, const std::vector<std::string>& known, TimePoint now) {
  std::set<std::string> models(known.begin(), known.end());
  QueueByModel result;
  for (const QueuedSteps& steps : queued) {
    if (models.size() < kMostModels) models.insert(steps.model);
    const std::string model = models.count(steps.model) != 0 ? steps.model : kOtherModels;
    QueueFigures& figures = result[{model, steps.state}];
    figures.count += steps.count;
    figures.oldest = std::max(figures.oldest, Seconds(now - steps.oldest_start).count());
  }
  for (const std::string& model : models) {
    result[{model, StepState::kScheduled}];
    result[{model, StepState::kInProgress}];
  }
  return result;
}

void expose_gauge(metrics::Exposition& exposition, const char* name, const char* help, double value) {
  exposition.family(name, Kind::kGauge, help);
  exposition.sample({}, value);
}

}  // namespace

std::string PluginMetrics::text() const {
  metrics::Exposition exposition;
  exposition.family("sonolist_build_info", Kind::kGauge, "The version of the plug-in; always 1.");
  exposition.sample({{"version", SONOLIST_VERSION}}, 1);
  expose_gauge(exposition, "sonolist_ready", "1 when /sonolist/health/ready says so.", parts_.is_ready() ? 1 : 0);
  expose_queue(exposition);
  expose_worklist(exposition);
  parts_.finished.expose(exposition);
  expose_intake(exposition);
  return exposition.text();
}

void PluginMetrics::expose_queue(metrics::Exposition& exposition) const {
  const QueueByModel queue = by_model(parts_.source.queue(), parts_.models, parts_.clock());
  exposition.family("sonolist_queue_steps", Kind::kGauge, "Steps that wait or are worked on.");
  for (const auto& [key, figures] : queue) {
    exposition.sample({{"model", key.first}, {"state", state_label(key.second)}}, static_cast<double>(figures.count));
  }
  exposition.family("sonolist_queue_oldest_seconds", Kind::kGauge,
                    "Time since the earliest scheduled start of these steps; 0 when it lies ahead.");
  for (const auto& [key, figures] : queue) {
    exposition.sample({{"model", key.first}, {"state", state_label(key.second)}}, figures.oldest);
  }
}

void PluginMetrics::expose_worklist(metrics::Exposition& exposition) const {
  IndexedFilter dead;
  dead.dead_letters = true;
  expose_gauge(exposition, "sonolist_dead_letters", "Steps that failed for good and were not queued again.",
               static_cast<double>(parts_.worklist.count(dead, kMostCountedDeadLetters)));
  exposition.family("sonolist_images", Kind::kGauge, "Images that the intake has seen, by what became of them.");
  auto images = parts_.status.images_by_outcome();
  for (const ImageOutcome outcome :
       {ImageOutcome::kQueued, ImageOutcome::kSkipped, ImageOutcome::kDeleted, ImageOutcome::kFailed}) {
    const std::string term = to_string(outcome);
    exposition.sample({{"outcome", term}}, static_cast<double>(images[term]));
  }
  expose_gauge(exposition, "sonolist_event_channels", "Event channels that are open.",
               static_cast<double>(parts_.event_channels()));
}

void PluginMetrics::expose_intake(metrics::Exposition& exposition) const {
  const auto intake = parts_.intake();
  if (!intake) return;
  expose_gauge(exposition, "sonolist_intake_cursor", "The last change of the PACS that was worked off.",
               static_cast<double>(intake->cursor));
  expose_gauge(exposition, "sonolist_intake_success_age_seconds",
               "Time since the intake last got on without a failure.", intake->since_success);
  if (!intake->lag) return;
  expose_gauge(exposition, "sonolist_intake_lag_changes", "Changes of the PACS that are not worked off yet.",
               static_cast<double>(*intake->lag));
}

}  // namespace sonolist::plugin
