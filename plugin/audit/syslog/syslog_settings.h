// Where audit messages go: Sonolist.Audit.Syslog of the configuration.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sonolist::plugin {

struct SyslogSettings {
  enum class Transport { kUdp, kTls };
  std::string host;  // name or address; empty: nothing is sent
  std::uint16_t port = 514;
  Transport transport = Transport::kUdp;
  std::filesystem::path ca_file;  // PEM; empty: the certificates that the system trusts. TLS only
  std::string ae_title;           // of the PACS

  bool is_on() const { return !host.empty(); }
};

}  // namespace sonolist::plugin
