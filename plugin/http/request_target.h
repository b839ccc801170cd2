// The request target of HTTP (RFC 9112 section 3.2.1) taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sonolist::plugin {

struct RequestTarget {
  std::string path;                                        // percent-decoded, no slash at the end but for "/" itself
  std::vector<std::pair<std::string, std::string>> query;  // percent-decoded, in order; "a" gives {"a", ""}
};

// Of "/path?query", or of an absolute URI. As Orthanc does, "+" in the query is a space and the slash at the end of a
// path is dropped. Nothing for a target that has no path, a broken percent-encoding or an encoded NUL.
std::optional<RequestTarget> parse_request_target(std::string_view target);

}  // namespace sonolist::plugin
