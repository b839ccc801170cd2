// multipart/related bodies (RFC 2046 section 5.1, RFC 2387). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::plugin {

struct BodyPart {
  std::string content_type;  // "" when the part names none
  std::string body;
};

// Nothing when a boundary, the last one or an empty line after the headers of a part is missing.
std::optional<std::vector<BodyPart>> parse_multipart(std::string_view body, std::string_view boundary);

// Parts of one content type. `boundary` must not occur in them.
std::string write_multipart(const std::vector<std::string>& bodies, const std::string& content_type,
                            const std::string& boundary);

}  // namespace sonolist::plugin
