#include "plugin/viewer/viewer_target.h"

namespace sonolist::plugin {

ViewerTarget find_viewer_target(std::string_view below_root, const std::set<std::string, std::less<>>& files) {
  const std::string_view name = below_root.substr(below_root.empty() ? 0 : 1);
  if (name.empty() || name == "index.html") return {ViewerTargetKind::kStartPage, {}};
  if (name == "app-config.js") return {ViewerTargetKind::kConfiguration, {}};
  if (files.count(name) != 0) return {ViewerTargetKind::kFile, name};
  const std::string_view last_segment = name.substr(name.rfind('/') + 1);
  if (last_segment.find('.') != std::string_view::npos) return {};
  return {ViewerTargetKind::kStartPage, {}};
}

}  // namespace sonolist::plugin
