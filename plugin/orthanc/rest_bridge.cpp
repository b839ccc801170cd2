#include "plugin/orthanc/rest_bridge.h"

#include "plugin/http/request_target.h"

namespace sonolist::plugin {
namespace {

HttpMethod method_of(OrthancPluginHttpMethod method) {
  switch (method) {
    case OrthancPluginHttpMethod_Post:
      return HttpMethod::kPost;
    case OrthancPluginHttpMethod_Put:
      return HttpMethod::kPut;
    case OrthancPluginHttpMethod_Delete:
      return HttpMethod::kDelete;
    default:
      return HttpMethod::kGet;
  }
}

// Orthanc hands parameters over as they stand in the URI, still percent-encoded.
std::vector<std::pair<std::string, std::string>> read_query(const OrthancPluginHttpRequest& request) {
  std::vector<std::pair<std::string, std::string>> raw;
  std::string target = "/?";
  for (std::uint32_t i = 0; i < request.getCount; ++i) {
    if (*request.getKeys[i] == '\0') continue;  // of a question mark with nothing behind it
    raw.emplace_back(request.getKeys[i], request.getValues[i]);
    target += raw.back().first + "=" + raw.back().second + "&";
  }
  const auto decoded = parse_request_target(target);
  return decoded ? decoded->query : raw;
}

HttpRequest read_request(const char* url, const OrthancPluginHttpRequest& request) {
  HttpRequest result;
  result.method = method_of(request.method);
  result.path = url;
  result.query = read_query(request);
  for (std::uint32_t i = 0; i < request.headersCount; ++i) {
    result.headers[request.headersKeys[i]] = request.headersValues[i];
  }
  if (request.bodySize > 0) result.body.assign(static_cast<const char*>(request.body), request.bodySize);
  return result;
}

void send(OrthancPluginContext* context, OrthancPluginRestOutput* output, const HttpResponse& response) {
  if (response.status == 405) {
    // SendHttpStatus refuses this status.
    std::string allowed;
    for (const auto& [name, value] : response.headers) {
      if (name == "Allow") allowed = value;
    }
    OrthancPluginSendMethodNotAllowed(context, output, allowed.c_str());
    return;
  }
  for (const auto& [name, value] : response.headers) {
    OrthancPluginSetHttpHeader(context, output, name.c_str(), value.c_str());
  }
  const auto size = static_cast<std::uint32_t>(response.body.size());
  if (response.status == 200 && !response.content_type.empty()) {
    // Unlike SendHttpStatus it compresses, if client and configuration agree.
    OrthancPluginAnswerBuffer(context, output, response.body.data(), size, response.content_type.c_str());
    return;
  }
  if (!response.content_type.empty()) {
    OrthancPluginSetHttpHeader(context, output, "Content-Type", response.content_type.c_str());
  }
  OrthancPluginSendHttpStatus(context, output, static_cast<std::uint16_t>(response.status), response.body.data(), size);
}

}  // namespace

OrthancPluginErrorCode answer_request(OrthancServer& server, OrthancPluginRestOutput* output, const char* url,
                                      const OrthancPluginHttpRequest* request, const RequestHandler& handler) noexcept {
  try {
    send(server.context(), output, answer_safely(handler, read_request(url, *request), server));
    return OrthancPluginErrorCode_Success;
  } catch (const std::bad_alloc&) {
    return OrthancPluginErrorCode_NotEnoughMemory;
  } catch (...) {
    return OrthancPluginErrorCode_Plugin;
  }
}

}  // namespace sonolist::plugin
