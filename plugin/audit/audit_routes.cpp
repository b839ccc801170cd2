#include "plugin/audit/audit_routes.h"

#include <iterator>

#include "plugin/http/path_pattern.h"
#include "plugin/ups_rs/routes.h"

namespace sonolist::plugin {
namespace {

constexpr AuditRoute kRoutes[] = {
    {HttpMethod::kGet, "/results", AuditResource::kResults, true, {200, 400}},
    {HttpMethod::kGet, "/aggregate", AuditResource::kAggregate, true, {200, 400}},
    {HttpMethod::kGet, "/drift", AuditResource::kDrift, true, {200, 400}},
    {HttpMethod::kGet, "/versions", AuditResource::kVersions, true, {200, 400}},
    {HttpMethod::kGet, "/coverage", AuditResource::kCoverage, true, {200, 400}},
    {HttpMethod::kGet, "/trace/{uid}", AuditResource::kTrace, false, {200, 400, 404}},
    {HttpMethod::kGet, "/values", AuditResource::kValues, false, {200, 400}},
    {HttpMethod::kGet, "/verify", AuditResource::kVerify, false, {200, 400}},
    {HttpMethod::kGet, "/accesses", AuditResource::kAccesses, true, {200, 400}},
    {HttpMethod::kGet, "/fhir/AuditEvent", AuditResource::kAuditEvents, true, {200, 400}},
    {HttpMethod::kGet, "/reindex", AuditResource::kReindexProgress, false, {200, 400}},
    {HttpMethod::kPost, "/reindex", AuditResource::kReindex, false, {202, 400}},
};

}  // namespace

AuditRouteTable audit_routes() {
  return {std::begin(kRoutes), std::end(kRoutes)};
}

AuditRouteMatch find_audit_route(HttpMethod method, std::string_view below_root) {
  AuditRouteMatch found;
  for (const AuditRoute& route : kRoutes) {
    const auto parameters = match_path(below_root, route.path);
    if (!parameters) continue;
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(to_string(route.method));
    if (route.method != method) continue;
    found.route = &route;
    if (!parameters->empty()) found.parameter = parameters->front();
  }
  return found;
}

}  // namespace sonolist::plugin
