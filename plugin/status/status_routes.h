// The resources below /sonolist that only tell: one table for the handler and for whoever must know all of them.
#pragma once

#include <string_view>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

enum class StatusResource {
  kStatus,
  kWorkitems,
  kEvents,
  kSkipped,
  kImage,
  kPage,
  kPageFile,
  kSystem,
  kModels,
  kMetrics,
  kLive,
  kReady
};

struct StatusRoute {
  HttpMethod method;
  std::string_view path;  // below the root; "{name}", at the end only, stands for all that follows
  StatusResource resource;
};

struct StatusRouteTable {
  const StatusRoute* first;
  const StatusRoute* last;
  const StatusRoute* begin() const { return first; }
  const StatusRoute* end() const { return last; }
};

StatusRouteTable status_routes();

struct StatusRouteMatch {
  const StatusRoute* route = nullptr;  // null: there is no such resource
  std::string_view parameter;          // what "{name}" stands for; part of the path that was given
};

// `below_root` begins with a slash. Methods are not looked at: no path has two. Pure.
StatusRouteMatch find_status_route(std::string_view below_root);

// "status, workitems, ...", for a person. Pure.
std::string status_resource_names();

}  // namespace sonolist::plugin
