// Between the REST callbacks of the SDK and our handlers.
#pragma once

#include "plugin/http/request_handler.h"
#include "plugin/orthanc/orthanc_server.h"

namespace sonolist::plugin {

// Runs the handler and sends its answer; an exception becomes 500 with its message, never one that crosses the C
// interface.
OrthancPluginErrorCode answer_request(OrthancServer& server, OrthancPluginRestOutput* output, const char* url,
                                      const OrthancPluginHttpRequest* request, const RequestHandler& handler) noexcept;

}  // namespace sonolist::plugin
