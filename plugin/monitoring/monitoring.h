// What the plug-in tells those who watch it, put together: metrics, health, the state of the system, the models.
#pragma once

#include <filesystem>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/intake/background_worker.h"
#include "plugin/monitoring/finished_steps.h"
#include "plugin/monitoring/plugin_metrics.h"
#include "plugin/monitoring/readiness.h"
#include "plugin/monitoring/system_report.h"
#include "plugin/worklist/sql/sql_monitoring_source.h"

namespace sonolist::plugin {

struct MonitoringParts {
  SqlDatabase& database;
  const StatusSource& status;
  const WorklistStore& worklist;
  const EventLog& events;
  std::vector<std::string> models;  // see PluginMetricsParts
  std::vector<std::filesystem::path> package_folders;
  Readiness::IntakeState intake_state;
  std::function<std::optional<IntakeProgress>()> intake_progress;
  std::function<std::size_t()> event_channels;
  Log& log;
  Clock clock;
};

class Monitoring {
 public:
  // Borrows what the parts refer to.
  explicit Monitoring(MonitoringParts parts);

  // From here on the steps that end are counted, by a thread that reads the event log.
  void start() { worker_.start(); }

  // Returns when the thread has ended. May be called twice.
  void stop() { worker_.stop(); }

  // Thread safe; throw StoreError, but for health.
  HttpResponse system() const;
  HttpResponse models() const;
  HttpResponse metrics() const;
  HttpResponse live() const;
  HttpResponse ready() const;

 private:
  const std::vector<std::filesystem::path> package_folders_;
  const SqlMonitoringSource source_;
  FinishedSteps finished_;
  const Readiness readiness_;
  const SystemReport system_;
  const PluginMetrics metrics_;
  BackgroundWorker worker_;
};

}  // namespace sonolist::plugin
