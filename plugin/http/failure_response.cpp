#include "plugin/http/failure_response.h"

#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kRetryAfterSeconds = "5";

}  // namespace

HttpResponse failure_response(const std::exception& error) {
  if (dynamic_cast<const StoreUnavailable*>(&error) == nullptr) return error_response(500, error.what());
  HttpResponse response = error_response(503, error.what());
  response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  return response;
}

}  // namespace sonolist::plugin
