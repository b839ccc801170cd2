// Sonolist.Audit of Orthanc's configuration.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "plugin/audit/syslog/syslog_settings.h"

namespace sonolist::plugin {

// `section` may be null; files are relative to `folder`. The AE title is that of Orthanc. Throws ConfigurationError.
SyslogSettings parse_audit_section(const nlohmann::json& section, const nlohmann::json& orthanc,
                                   const std::filesystem::path& folder);

}  // namespace sonolist::plugin
