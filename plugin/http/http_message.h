// A request and an answer of the REST interface, free of the server that carries them.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sonolist::plugin {

// Through Orthanc's own port only the first four come in. HEAD never does: the listener answers it as GET without a
// body.
enum class HttpMethod { kGet, kPost, kPut, kDelete, kOptions };

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  std::string path;                                        // without the query
  std::vector<std::pair<std::string, std::string>> query;  // percent-decoded, in order
  std::map<std::string, std::string> headers;              // names in lower case
  std::string body;

  // "" when absent. `name` in lower case.
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

struct HttpResponse {
  int status = 200;
  std::string content_type;                                  // empty: no body
  std::vector<std::pair<std::string, std::string>> headers;  // further ones
  std::string body;
};

inline HttpResponse json_response(int status, const nlohmann::json& body) {
  return {status, "application/json", {}, body.dump()};
}

// Invalid UTF-8 in a message must not turn one error into another.
inline HttpResponse error_response(int status, const std::string& message) {
  const nlohmann::json body = {{"Message", message}};
  return {status, "application/json", {}, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace sonolist::plugin
