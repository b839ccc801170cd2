// Between Beast's messages and ours. Pure.
#pragma once

#include <optional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/listener/beast.h"

namespace sonolist::plugin {

// The head of a request, without body; HEAD becomes GET. Nothing when the target is malformed or the method unknown.
std::optional<HttpRequest> convert_head(const http::request_header<>& head);

bool is_known_method(http::verb verb);

// `with_body` false: all headers, with the length that the body would have, and no body.
http::response<http::string_body> convert_response(const HttpResponse& response, unsigned version, bool keep_alive,
                                                   bool with_body);

// The AE title at the end of the path of an event channel; nothing when the path is none or the title is not valid
// (PS3.5 table 6.2-1).
std::optional<std::string> channel_ae_title(const std::string& path, const std::string& channel_root);

}  // namespace sonolist::plugin
