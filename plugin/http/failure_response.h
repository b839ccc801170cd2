#pragma once

#include <exception>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

// The answer to a request that met `error`: 503 with Retry-After while the data base is away (StoreUnavailable), else
// 500.
HttpResponse failure_response(const std::exception& error);

}  // namespace sonolist::plugin
