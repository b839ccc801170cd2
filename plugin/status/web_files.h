// The files of the status page, compiled in from plugin/status/web.
#pragma once

#include <string_view>

namespace sonolist::plugin {

struct WebFile {
  std::string_view name;
  std::string_view content_type;
  std::string_view content;
};

// Null when there is no such file. "" is the page itself.
const WebFile* find_web_file(std::string_view name);

}  // namespace sonolist::plugin
