// What an HTTP answer means for the work, whichever service gave it.
#pragma once

#include <chrono>
#include <ctime>
#include <optional>
#include <string>

#include "processor/client/http.h"

namespace sonolist::processor {

// Throws for a status that says why no retry or only a retry can help: 3xx, 401, 403, 413 and 415 kConfiguration, 408,
// 429 and 5xx kTransient with the wait that the server asks for. `what` names the request, without patient data.
void throw_unless_usable(const HttpResponse& response, const std::string& what);

// Retry-After in seconds or as a date (RFC 9110, 10.2.3), seen from `now`; nothing when absent or unreadable.
std::optional<std::chrono::seconds> retry_after(const HttpResponse& response, std::time_t now);

// The server's clock: its Date header.
std::optional<std::time_t> server_time(const HttpResponse& response);

}  // namespace sonolist::processor
