// What answers requests, whichever door they came through.
#pragma once

#include <functional>

#include "plugin/http/http_message.h"
#include "plugin/log/log.h"

namespace sonolist::plugin {

using RequestHandler = std::function<HttpResponse(const HttpRequest&)>;

// The handler's answer; an exception is logged and becomes a failure_response().
HttpResponse answer_safely(const RequestHandler& handler, const HttpRequest& request, Log& log);

}  // namespace sonolist::plugin
