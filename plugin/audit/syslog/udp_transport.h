// Syslog over UDP (RFC 5426): one datagram for each record.
#pragma once

#include "plugin/audit/syslog/syslog_transport.h"

namespace sonolist::plugin {

// Nobody says whether a datagram arrived. Where the host answers that nobody listens there, the next record fails.
class UdpTransport : public SyslogTransport {
 public:
  explicit UdpTransport(const SyslogSettings& settings);
  ~UdpTransport() override;

  void send(const std::string& record, const std::atomic<bool>& give_up) override;

 private:
  class Connection;
  const SyslogSettings settings_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace sonolist::plugin
