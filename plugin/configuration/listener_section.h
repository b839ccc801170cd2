// Sonolist.Listener of Orthanc's configuration.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "plugin/listener/listener_settings.h"

namespace sonolist::plugin {

// `section` may be null. Without users of its own the listener asks for those of Orthanc, whenever Orthanc does:
// AuthenticationEnabled, which follows RemoteAccessAllowed when it is absent. Files are relative to `folder`.
// Throws ConfigurationError, also when nobody is asked for a password and the address is not loopback.
ListenerSettings parse_listener_section(const nlohmann::json& section, const nlohmann::json& orthanc,
                                        const std::filesystem::path& folder);

}  // namespace sonolist::plugin
