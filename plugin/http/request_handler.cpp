#include "plugin/http/request_handler.h"

#include "plugin/http/failure_response.h"

namespace sonolist::plugin {

HttpResponse answer_safely(const RequestHandler& handler, const HttpRequest& request, Log& log) {
  try {
    return handler(request);
  } catch (const std::exception& error) {
    log.error(std::string("Sonolist: ") + error.what());
    return failure_response(error);
  }
}

}  // namespace sonolist::plugin
