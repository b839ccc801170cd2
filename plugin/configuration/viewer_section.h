// Sonolist.Viewer of Orthanc's configuration.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace sonolist::plugin {

// The folder of a built OHIF; empty: no viewer. `section` may be null. The folder is relative to that of the
// configuration. Throws ConfigurationError, also when the folder holds no index.html.
std::filesystem::path parse_viewer_section(const nlohmann::json& section, const std::filesystem::path& folder);

}  // namespace sonolist::plugin
