// What the worklist can do (PS3.18 8.9), told from the table of routes. Pure.
#pragma once

#include <string>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

// application/json, or WADL when the client prefers it; else 406. `base` is the URI of the worklist.
HttpResponse answer_capabilities(const HttpRequest& request, const std::string& base);

}  // namespace sonolist::plugin
