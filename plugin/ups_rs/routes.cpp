#include "plugin/ups_rs/routes.h"

#include <iterator>
#include <vector>

namespace sonolist::plugin {
namespace {

// clang-format off
constexpr Route kRoutes[] = {
    {HttpMethod::kGet, "", Operation::kSearch, "11.9 Search", {200, 204, 206, 400, 406, 413}},
    {HttpMethod::kPost, "", Operation::kCreate, "11.4 Create", {201, 400, 409, 415}},
    {HttpMethod::kOptions, "", Operation::kCapabilities, "8.9 Retrieve Capabilities", {200, 406}},
    {HttpMethod::kPost, "/claims", Operation::kClaim, "extension: claim several steps", {200, 204, 400, 406, 415}},
    {HttpMethod::kGet, "/ws/subscribers/{aet}", Operation::kOpenChannel, "8.10.4 Open Notification Connection", {101, 400}},
    {HttpMethod::kGet, "/{workitem}", Operation::kRetrieve, "11.5 Retrieve", {200, 400, 404, 406}},
    {HttpMethod::kPost, "/{workitem}", Operation::kUpdate, "11.6 Update", {200, 400, 404, 409, 415}},
    {HttpMethod::kPut, "/{workitem}/state", Operation::kChangeState, "11.7 Change State", {200, 400, 404, 409, 415}},
    {HttpMethod::kPut, "/{workitem}/state/{requester}", Operation::kChangeState, "11.7 Change State", {200, 400, 404, 409, 415}},
    {HttpMethod::kPost, "/{workitem}/cancelrequest", Operation::kRequestCancel, "11.8 Request Cancellation", {202, 400, 404, 409, 415}},
    {HttpMethod::kPost, "/{workitem}/cancelrequest/{requester}", Operation::kRequestCancel, "11.8 Request Cancellation", {202, 400, 404, 409, 415}},
    {HttpMethod::kPost, "/{workitem}/subscribers/{aet}", Operation::kSubscribe, "11.10 Subscribe", {201, 400, 404}},
    {HttpMethod::kDelete, "/{workitem}/subscribers/{aet}", Operation::kUnsubscribe, "11.11 Unsubscribe", {200, 400, 404}},
    {HttpMethod::kPost, "/{workitem}/subscribers/{aet}/suspend", Operation::kSuspend, "11.12 Suspend Global Subscription", {200, 400, 404}},
};
// clang-format on

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(path.front() == '/' ? 1 : 0);
    const std::size_t end = path.find('/');
    parts.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  if (!parts.empty() && parts.back().empty()) parts.pop_back();  // a slash at the end
  return parts;
}

bool is_parameter(std::string_view segment) {
  return !segment.empty() && segment.front() == '{';
}

bool fits(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i].empty() || (!is_parameter(pattern[i]) && pattern[i] != path[i])) return false;
  }
  return true;
}

void take_parameters(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path,
                     RouteMatch& match) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i] == "{workitem}") match.workitem = path[i];
    if (pattern[i] == "{aet}") match.ae_title = path[i];
    if (pattern[i] == "{requester}") match.requester = path[i];
  }
}

}  // namespace

RouteTable worklist_routes() {
  return {std::begin(kRoutes), std::end(kRoutes)};
}

std::string_view to_string(HttpMethod method) {
  switch (method) {
    case HttpMethod::kGet:
      return "GET";
    case HttpMethod::kPost:
      return "POST";
    case HttpMethod::kPut:
      return "PUT";
    case HttpMethod::kDelete:
      return "DELETE";
    case HttpMethod::kOptions:
      break;
  }
  return "OPTIONS";
}

RouteMatch find_route(HttpMethod method, std::string_view below_root) {
  RouteMatch match;
  const std::vector<std::string_view> path = segments(below_root);
  for (const Route& route : kRoutes) {
    const std::vector<std::string_view> pattern = segments(route.path);
    if (!fits(pattern, path)) continue;
    match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(to_string(route.method));
    if (match.route != nullptr || route.method != method) continue;
    match.route = &route;
    take_parameters(pattern, path, match);
  }
  return match;
}

}  // namespace sonolist::plugin
