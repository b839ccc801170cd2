#include "plugin/http/multipart.h"

#include "plugin/http/lower_case.h"

namespace sonolist::plugin {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kContentType = "content-type:";

// Headers and body of what stands between two boundaries.
std::optional<BodyPart> parse_part(std::string_view text) {
  BodyPart part;
  while (true) {
    const std::size_t end = text.find(kLineEnd);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string line(text.substr(0, end));
    text.remove_prefix(end + kLineEnd.size());
    if (line.empty()) break;
    if (lower_case(line.substr(0, kContentType.size())) == kContentType) {
      const std::size_t begin = line.find_first_not_of(" \t", kContentType.size());
      if (begin != std::string::npos) part.content_type = line.substr(begin);
    }
  }
  part.body = std::string(text);
  return part;
}

}  // namespace

std::optional<std::vector<BodyPart>> parse_multipart(std::string_view body, std::string_view boundary) {
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "\r\n--" + std::string(boundary);
  // The first delimiter may begin the body; a preamble before it says nothing.
  if (body.substr(0, delimiter.size() - kLineEnd.size()) == std::string_view(delimiter).substr(kLineEnd.size())) {
    body.remove_prefix(delimiter.size() - kLineEnd.size());
  } else {
    const std::size_t first = body.find(delimiter);
    if (first == std::string_view::npos) return std::nullopt;
    body.remove_prefix(first + delimiter.size());
  }
  std::vector<BodyPart> parts;
  while (body.substr(0, 2) != "--") {
    const std::size_t line_end = body.find(kLineEnd);
    if (line_end == std::string_view::npos) return std::nullopt;
    if (body.substr(0, line_end).find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
    body.remove_prefix(line_end + kLineEnd.size());
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) return std::nullopt;
    auto part = parse_part(body.substr(0, end));
    if (!part) return std::nullopt;
    parts.push_back(*std::move(part));
    body.remove_prefix(end + delimiter.size());
  }
  return parts;
}

std::string write_multipart(const std::vector<std::string>& bodies, const std::string& content_type,
                            const std::string& boundary) {
  std::string text;
  for (const std::string& body : bodies) {
    text += "--" + boundary + "\r\nContent-Type: " + content_type + "\r\n\r\n" + body + "\r\n";
  }
  return text + "--" + boundary + "--\r\n";
}

}  // namespace sonolist::plugin
