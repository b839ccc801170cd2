// The resources of the viewer below /sonolist: one table for the handler and for whoever must know all of them.
#pragma once

#include <string_view>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

struct ViewerRoute {
  HttpMethod method;
  std::string_view path;  // below /sonolist; "{path}" stands for all that follows
};

// Orthanc takes the slash off the end of a path before a plug-in sees it.
inline constexpr ViewerRoute kViewerRoutes[] = {{HttpMethod::kGet, "/viewer"}, {HttpMethod::kGet, "/viewer/{path}"}};

}  // namespace sonolist::plugin
