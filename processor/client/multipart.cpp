#include "processor/client/multipart.h"

#include <algorithm>
#include <boost/algorithm/string.hpp>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

[[noreturn]] void refuse(const std::string& why) {
  throw ProcessorError(FailureClass::kTransient, "the multipart answer of the DICOMweb server is unusable: " + why);
}

std::string boundary_of(std::string_view content_type) {
  std::vector<std::string> fields;
  const std::string text(content_type);
  boost::split(fields, text, boost::is_any_of(";"));
  if (!boost::istarts_with(boost::trim_copy(fields.front()), "multipart/")) refuse("it is no multipart message");
  for (std::string& field : fields) {
    boost::trim(field);
    if (!boost::istarts_with(field, "boundary=")) continue;
    std::string value = field.substr(field.find('=') + 1);
    boost::trim_if(value, boost::is_any_of("\" "));
    if (!value.empty()) return value;
  }
  refuse("its Content-Type names no boundary");
}

enum class DelimiterKind { kNone, kPart, kEnd };

struct Delimiter {
  DelimiterKind kind = DelimiterKind::kNone;
  std::size_t begin = 0;  // of the line end before the dashes, which belongs to the delimiter
  std::size_t end = 0;    // first byte after the delimiter's line
};

// Is there a whole delimiter line at `dashes` (position of its "--")?
Delimiter delimiter_at(std::string_view body, std::size_t dashes, std::size_t token_length) {
  const bool first_line = dashes == 0;
  const bool starts_line = first_line || (dashes >= 2 && body.substr(dashes - 2, 2) == kLineEnd);
  if (!starts_line) return {};
  Delimiter found;
  found.begin = first_line ? 0 : dashes - 2;
  std::size_t after = dashes + token_length;
  if (body.substr(after, 2) == "--") {
    found.kind = DelimiterKind::kEnd;
    found.end = after + 2;
    return found;
  }
  while (after < body.size() && (body[after] == ' ' || body[after] == '\t')) ++after;
  if (body.substr(after, 2) != kLineEnd) return {};
  found.kind = DelimiterKind::kPart;
  found.end = after + 2;
  return found;
}

Delimiter next_delimiter(std::string_view body, std::size_t from, const std::string& token) {
  for (std::size_t at = body.find(token, from); at != std::string_view::npos; at = body.find(token, at + 1)) {
    const Delimiter found = delimiter_at(body, at, token.size());
    if (found.kind != DelimiterKind::kNone) return found;
  }
  refuse("it ends before its last boundary");
}

// Removes the part's header lines. `part` begins right after the delimiter line.
std::string_view without_headers(std::string_view part) {
  if (part.substr(0, 2) == kLineEnd) return part.substr(2);
  const std::size_t end = part.find("\r\n\r\n");
  if (end == std::string_view::npos) refuse("a part has no end of headers");
  return part.substr(end + 4);
}

bool contains(const Bytes& file, const std::string& text) {
  return std::search(file.begin(), file.end(), text.begin(), text.end()) != file.end();
}

std::string unused_boundary(const std::vector<Bytes>& files) {
  for (int number = 0;; ++number) {
    std::string boundary = "sonolist-part-" + std::to_string(number);
    const bool used =
        std::any_of(files.begin(), files.end(), [&](const Bytes& file) { return contains(file, boundary); });
    if (!used) return boundary;
  }
}

}  // namespace

std::vector<Bytes> parse_multipart(std::string_view content_type, std::string_view body) {
  const std::string token = "--" + boundary_of(content_type);
  std::vector<Bytes> parts;
  Delimiter current = next_delimiter(body, 0, token);
  while (current.kind == DelimiterKind::kPart) {
    const Delimiter next = next_delimiter(body, current.end, token);
    const std::string_view content = without_headers(body.substr(current.end, next.begin - current.end));
    parts.emplace_back(content.begin(), content.end());
    current = next;
  }
  return parts;
}

MultipartMessage make_multipart(const std::vector<Bytes>& files) {
  const std::string boundary = unused_boundary(files);
  MultipartMessage message;
  message.content_type = "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
  for (const Bytes& file : files) {
    message.body += "--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n";
    message.body.append(reinterpret_cast<const char*>(file.data()), file.size());
    message.body += kLineEnd;
  }
  message.body += "--" + boundary + "--\r\n";
  return message;
}

}  // namespace sonolist::processor
