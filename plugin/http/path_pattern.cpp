#include "plugin/http/path_pattern.h"

namespace sonolist::plugin {
namespace {

// Takes "/segment" off the front.
std::string_view take_segment(std::string_view& path) {
  const std::string_view segment = path.substr(0, path.find('/', 1));
  path.remove_prefix(segment.size());
  return segment;
}

}  // namespace

std::optional<std::vector<std::string>> match_path(std::string_view path, std::string_view pattern) {
  std::vector<std::string> names;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view segment = take_segment(path);
    if (wanted.substr(0, 2) != "/{") {
      if (segment != wanted) return std::nullopt;
    } else if (segment.size() < 2 || segment.front() != '/') {
      return std::nullopt;
    } else {
      names.emplace_back(segment.substr(1));
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return names;
}

}  // namespace sonolist::plugin
