#include "plugin/listener/http_conversion.h"

#include <algorithm>

#include "plugin/http/lower_case.h"
#include "plugin/http/request_target.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kLongestAeTitle = 16;

std::optional<HttpMethod> convert_method(http::verb verb) {
  switch (verb) {
    case http::verb::get:
    case http::verb::head:
      return HttpMethod::kGet;
    case http::verb::post:
      return HttpMethod::kPost;
    case http::verb::put:
      return HttpMethod::kPut;
    case http::verb::delete_:
      return HttpMethod::kDelete;
    case http::verb::options:
      return HttpMethod::kOptions;
    default:
      return std::nullopt;
  }
}

std::string to_string(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

bool is_known_method(http::verb verb) {
  return convert_method(verb).has_value();
}

std::optional<HttpRequest> convert_head(const http::request_header<>& head) {
  const auto method = convert_method(head.method());
  auto target = parse_request_target({head.target().data(), head.target().size()});
  if (!method || !target) return std::nullopt;
  HttpRequest request;
  request.method = *method;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  for (const auto& field : head) {
    std::string& value = request.headers[lower_case(to_string(field.name_string()))];
    // Lines of the same name are one list (RFC 9110 section 5.3).
    value += (value.empty() ? "" : ", ") + to_string(field.value());
  }
  return request;
}

http::response<http::string_body> convert_response(const HttpResponse& response, unsigned version, bool keep_alive,
                                                   bool with_body) {
  http::response<http::string_body> message(static_cast<http::status>(response.status), version);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.keep_alive(keep_alive);
  const bool may_have_body = response.status >= 200 && response.status != 204 && response.status != 304;
  if (may_have_body) {
    if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
    message.content_length(response.body.size());
    if (with_body) message.body() = response.body;
  }
  return message;
}

std::optional<std::string> below_root(const std::string& path, const std::vector<std::string>& roots) {
  for (const std::string& root : roots) {
    if (path.compare(0, root.size(), root) == 0) return path.substr(root.size());
  }
  return std::nullopt;
}

bool is_ae_title(const std::string& text) {
  return text.size() <= kLongestAeTitle && text.find_first_not_of(' ') != std::string::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '\\' && c != '/'; });
}

}  // namespace sonolist::plugin
