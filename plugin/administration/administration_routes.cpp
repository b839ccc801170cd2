#include "plugin/administration/administration_routes.h"

#include <iterator>

#include "plugin/http/path_pattern.h"

namespace sonolist::plugin {
namespace {

constexpr AdministrationRoute kRoutes[] = {
    {HttpMethod::kGet, "/dead-letters", AdministrationResource::kDeadLetters},
    {HttpMethod::kPost, "/requeue", AdministrationResource::kRequeue},
    {HttpMethod::kGet, "/paused", AdministrationResource::kPaused},
    {HttpMethod::kPost, "/pause", AdministrationResource::kPause},
    {HttpMethod::kPost, "/resume", AdministrationResource::kResume},
    {HttpMethod::kGet, "/reprocess", AdministrationResource::kJobs},
    {HttpMethod::kPost, "/reprocess", AdministrationResource::kReprocess},
    {HttpMethod::kDelete, "/reprocess/{job}", AdministrationResource::kCancelJob},
    {HttpMethod::kPost, "/studies/{id}/process", AdministrationResource::kProcess},
    {HttpMethod::kPost, "/series/{id}/process", AdministrationResource::kProcess},
    {HttpMethod::kPost, "/instances/{id}/process", AdministrationResource::kProcess},
};

}  // namespace

AdministrationRouteTable administration_routes() {
  return {std::begin(kRoutes), std::end(kRoutes)};
}

AdministrationRouteMatch find_administration_route(HttpMethod method, std::string_view below_root) {
  AdministrationRouteMatch match;
  for (const AdministrationRoute& route : kRoutes) {
    auto parameters = match_path(below_root, route.path);
    if (!parameters) continue;
    match.is_ours = true;
    if (route.method != method) continue;
    match.route = &route;
    match.parameters = std::move(*parameters);
  }
  return match;
}

}  // namespace sonolist::plugin
