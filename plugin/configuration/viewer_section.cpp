#include "plugin/configuration/viewer_section.h"

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {

std::filesystem::path parse_viewer_section(const nlohmann::json& section, const std::filesystem::path& folder) {
  if (section.is_null()) return {};
  SectionReader reader(section, "Sonolist.Viewer");
  const std::string name = reader.text("Folder", "");
  reader.reject_unknown();
  if (name.empty()) return {};
  std::filesystem::path viewer = folder / name;
  std::error_code unreadable;  // is no viewer either
  if (!std::filesystem::is_regular_file(viewer / "index.html", unreadable)) {
    throw ConfigurationError("Sonolist.Viewer.Folder is " + viewer.string() +
                             ", where no index.html can be read: name the folder of a built OHIF viewer (\"dist\" of "
                             "its npm package; scripts/install-viewer fetches it), or leave the key out");
  }
  return viewer;
}

}  // namespace sonolist::plugin
