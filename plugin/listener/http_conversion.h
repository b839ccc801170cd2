// Between Beast's messages and ours. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/listener/beast.h"

namespace sonolist::plugin {

// The head of a request, without body; HEAD becomes GET. Nothing when the target is malformed or the method unknown.
std::optional<HttpRequest> convert_head(const http::request_header<>& head);

bool is_known_method(http::verb verb);

// `with_body` false: all headers, with the length that the body would have, and no body.
http::response<http::string_body> convert_response(const HttpResponse& response, unsigned version, bool keep_alive,
                                                   bool with_body);

// What follows the first of these roots that the path begins with; nothing when it begins with none.
std::optional<std::string> below_root(const std::string& path, const std::vector<std::string>& roots);

// PS3.5 table 6.2-1, and no slash, which would end a segment of the path.
bool is_ae_title(const std::string& text);

}  // namespace sonolist::plugin
