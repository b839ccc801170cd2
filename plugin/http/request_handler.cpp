#include "plugin/http/request_handler.h"

namespace sonolist::plugin {

HttpResponse answer_safely(const RequestHandler& handler, const HttpRequest& request, Log& log) {
  try {
    return handler(request);
  } catch (const std::exception& error) {
    log.error(std::string("Sonolist: ") + error.what());
    return error_response(500, error.what());
  }
}

}  // namespace sonolist::plugin
