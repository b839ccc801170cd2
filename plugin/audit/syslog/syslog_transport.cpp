#include "plugin/audit/syslog/syslog_transport.h"

#include "plugin/audit/syslog/tls_transport.h"
#include "plugin/audit/syslog/udp_transport.h"

namespace sonolist::plugin {

std::unique_ptr<SyslogTransport> make_syslog_transport(const SyslogSettings& settings) {
  if (settings.transport == SyslogSettings::Transport::kTls) return std::make_unique<TlsTransport>(settings);
  return std::make_unique<UdpTransport>(settings);
}

}  // namespace sonolist::plugin
