#include "plugin/monitoring/monitoring.h"

#include "plugin/models/package_shelf.h"

namespace sonolist::plugin {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kReadOnAtOnce{0};
constexpr milliseconds kReadOnLater{1000};

// Names of files and messages of parsers may be no UTF-8.
HttpResponse lenient_json_response(const nlohmann::json& body) {
  return {200, "application/json", {}, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace

Monitoring::Monitoring(MonitoringParts parts)
    : package_folders_(std::move(parts.package_folders)),
      source_(parts.database),
      finished_(source_),
      readiness_(parts.events, std::move(parts.intake_state)),
      system_(source_, parts.worklist, parts.clock),
      metrics_({source_, parts.status, parts.worklist, finished_, std::move(parts.models), parts.clock,
                std::move(parts.intake_progress), std::move(parts.event_channels),
                [this] { return !readiness_.reason_not_ready(); }}),
      worker_({{"the metrics of finished steps are delayed",
                [this] { return finished_.read_on() ? kReadOnAtOnce : kReadOnLater; }}},
              parts.log) {}

HttpResponse Monitoring::system() const {
  return lenient_json_response(system_.to_json());
}

HttpResponse Monitoring::models() const {
  return lenient_json_response(list_packages(package_folders_));
}

HttpResponse Monitoring::metrics() const {
  return {200, metrics::Exposition::kContentType, {}, metrics_.text()};
}

HttpResponse Monitoring::live() const {
  return json_response(200, {{"status", "alive"}});
}

HttpResponse Monitoring::ready() const {
  const auto reason = readiness_.reason_not_ready();
  return reason ? error_response(503, *reason) : json_response(200, {{"status", "ready"}});
}

}  // namespace sonolist::plugin
