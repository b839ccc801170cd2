// GET /sonolist/metrics: the worklist in the text format of Prometheus. Orthanc's own metrics have no labels.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "plugin/monitoring/finished_steps.h"
#include "plugin/monitoring/intake_health.h"
#include "plugin/worklist/status_source.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

struct PluginMetricsParts {
  const MonitoringSource& source;
  const StatusSource& status;
  const WorklistStore& worklist;
  const FinishedSteps& finished;
  std::vector<std::string> models;  // that are shown with an empty queue too
  Clock clock;
  std::function<std::optional<IntakeProgress>()> intake;  // nothing before the PACS has started
  std::function<std::size_t()> event_channels;
  std::function<bool()> is_ready;
};

class PluginMetrics {
 public:
  explicit PluginMetrics(PluginMetricsParts parts) : parts_(std::move(parts)) {}

  // Thread safe; throws StoreError.
  std::string text() const;

 private:
  void expose_queue(metrics::Exposition& exposition) const;
  void expose_worklist(metrics::Exposition& exposition) const;
  void expose_intake(metrics::Exposition& exposition) const;

  const PluginMetricsParts parts_;
};

}  // namespace sonolist::plugin
