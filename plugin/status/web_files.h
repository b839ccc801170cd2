// The files of the page, built from plugin/web and compiled in.
#pragma once

#include <string_view>

namespace sonolist::plugin {

struct WebFile {
  std::string_view name;
  std::string_view content_type;
  std::string_view content;
  std::string_view etag;  // with its quotes: the SHA-256 of the content
};

// Null when there is no such file. "" is the page itself.
const WebFile* find_web_file(std::string_view name);

}  // namespace sonolist::plugin
