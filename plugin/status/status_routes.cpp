#include "plugin/status/status_routes.h"

#include <iterator>

namespace sonolist::plugin {
namespace {

constexpr StatusRoute kStatusRoutes[] = {
    {HttpMethod::kGet, "/status", StatusResource::kStatus},
    {HttpMethod::kGet, "/workitems", StatusResource::kWorkitems},
    {HttpMethod::kGet, "/events", StatusResource::kEvents},
    {HttpMethod::kGet, "/skipped", StatusResource::kSkipped},
    {HttpMethod::kGet, "/instances/{id}", StatusResource::kImage},
    // Orthanc takes the slash off the end of a path before a plug-in sees it.
    {HttpMethod::kGet, "/app", StatusResource::kPage},
    {HttpMethod::kGet, "/app/{file}", StatusResource::kPageFile},
    {HttpMethod::kGet, "/system", StatusResource::kSystem},
    {HttpMethod::kGet, "/models", StatusResource::kModels},
    {HttpMethod::kGet, "/metrics", StatusResource::kMetrics},
    {HttpMethod::kGet, "/health/live", StatusResource::kLive},
    {HttpMethod::kGet, "/health/ready", StatusResource::kReady},
};

}  // namespace

StatusRouteTable status_routes() {
  return {std::begin(kStatusRoutes), std::end(kStatusRoutes)};
}

StatusRouteMatch find_status_route(std::string_view below_root) {
  for (const StatusRoute& route : kStatusRoutes) {
    const std::string_view fixed = route.path.substr(0, route.path.find('{'));
    if (fixed == route.path) {
      if (below_root == fixed) return {&route, {}};
    } else if (below_root.substr(0, fixed.size()) == fixed) {
      return {&route, below_root.substr(fixed.size())};
    }
  }
  return {};
}

std::string status_resource_names() {
  std::string names;
  for (const StatusRoute& route : kStatusRoutes) {
    names += (names.empty() ? "" : ", ") + std::string(route.path.substr(1));
  }
  return names;
}

}  // namespace sonolist::plugin
