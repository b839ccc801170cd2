// The resources below /sonolist that change something, and their counterparts that tell of it: one table for the
// handler and for whoever must know all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

enum class AdministrationResource {
  kDeadLetters,
  kRequeue,
  kPaused,
  kPause,
  kResume,
  kJobs,
  kReprocess,
  kCancelJob,
  kProcess
};

struct AdministrationRoute {
  HttpMethod method;
  std::string_view path;  // below the root; "{name}" stands for one segment
  AdministrationResource resource;
};

struct AdministrationRouteTable {
  const AdministrationRoute* first;
  const AdministrationRoute* last;
  const AdministrationRoute* begin() const { return first; }
  const AdministrationRoute* end() const { return last; }
};

AdministrationRouteTable administration_routes();

struct AdministrationRouteMatch {
  const AdministrationRoute* route = nullptr;
  bool is_ours = false;  // without a route: the path is known, with another method
  std::vector<std::string> parameters;
};

// Pure.
AdministrationRouteMatch find_administration_route(HttpMethod method, std::string_view below_root);

}  // namespace sonolist::plugin
