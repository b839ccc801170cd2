#include "processor/monitoring/monitoring.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sonolist::processor {
namespace {

constexpr int kPortsTried = 16;
constexpr int kLargestPort = 65'535;

DoorAnswer json_answer(int status, const nlohmann::json& body) {
  return {status, "application/json", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

std::vector<int> ports_from(int first) {
  if (first == 0) return {0};
  std::vector<int> ports;
  for (int port = first; port < first + kPortsTried && port <= kLargestPort; ++port) ports.push_back(port);
  return ports;
}

}  // namespace

DoorAnswer answer_of(const Vitals& vitals, std::string_view path) {
  if (path == "/metrics") return {200, metrics::Exposition::kContentType, vitals.metrics()};
  if (path == "/health/live") return json_answer(200, {{"status", "alive"}});
  if (path == "/health/ready") {
    const auto reason = vitals.not_ready();
    return reason ? json_answer(503, {{"Message", *reason}}) : json_answer(200, {{"status", "ready"}});
  }
  return json_answer(404, {{"Message", "Known are /metrics, /health/live and /health/ready"}});
}

Monitoring::Monitoring(const MonitoringSettings& settings, const Vitals& vitals, const Log& log) {
  if (!settings.enable) return;
  door_.emplace(settings.address, ports_from(settings.port),
                [&vitals](std::string_view path) { return answer_of(vitals, path); });
  const LogFields wished = {{"address", settings.address}, {"port", settings.port}};
  if (!door_->is_open()) {
    log.warning("no monitoring: the port and those behind it are taken; set Monitoring.Port", wished);
  } else if (settings.port != 0 && door_->port() != settings.port) {
    log.warning("the port of the monitoring is taken, by another processor perhaps; it listens at the next free one",
                {{"port", settings.port}, {"monitoring", door_->url()}});
  } else {
    log.info("monitoring", {{"monitoring", door_->url()}});
  }
}

}  // namespace sonolist::processor
