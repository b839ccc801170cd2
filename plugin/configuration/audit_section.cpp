#include "plugin/configuration/audit_section.h"

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr int kUdpPort = 514;   // PS3.15 A.7
constexpr int kTlsPort = 6514;  // RFC 5425 section 4.1
constexpr int kHighestPort = 65'535;

SyslogSettings::Transport parse_transport(const std::string& name) {
  if (name == "udp") return SyslogSettings::Transport::kUdp;
  if (name == "tls") return SyslogSettings::Transport::kTls;
  throw ConfigurationError("Sonolist.Audit.Syslog.Transport must be \"udp\" or \"tls\", not \"" + name + "\"");
}

SyslogSettings parse_syslog(const json& section, const std::filesystem::path& folder) {
  const json content = section.is_null() ? json::object() : section;
  SectionReader reader(content, "Sonolist.Audit.Syslog");
  SyslogSettings settings;
  settings.host = reader.text("Host", "");
  settings.transport = parse_transport(reader.text("Transport", "udp"));
  const bool is_tls = settings.transport == SyslogSettings::Transport::kTls;
  settings.port = static_cast<std::uint16_t>(reader.integer("Port", is_tls ? kTlsPort : kUdpPort, 1, kHighestPort));
  const std::string ca_file = reader.text("CaFile", "");
  reader.reject_unknown();
  if (ca_file.empty()) return settings;
  if (!is_tls) {
    throw ConfigurationError(
        "Sonolist.Audit.Syslog.CaFile is for TLS: remove it, or set Sonolist.Audit.Syslog.Transport to \"tls\"");
  }
  settings.ca_file = folder / ca_file;
  return settings;
}

}  // namespace

SyslogSettings parse_audit_section(const json& section, const json& orthanc, const std::filesystem::path& folder) {
  const json content = section.is_null() ? json::object() : section;
  SectionReader reader(content, "Sonolist.Audit");
  const json syslog = reader.any("Syslog");
  reader.reject_unknown();
  SyslogSettings settings = parse_syslog(syslog, folder);
  settings.ae_title = SectionReader(orthanc, "Orthanc").text("DicomAet", "ORTHANC");
  return settings;
}

}  // namespace sonolist::plugin
