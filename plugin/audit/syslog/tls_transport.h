// Syslog over TLS (RFC 5425): records behind their lengths in one connection.
#pragma once

#include "plugin/audit/syslog/syslog_transport.h"

namespace sonolist::plugin {

// TLS 1.2 and later. The server's certificate must be of a known authority and name the configured host (RFC 5425
// section 5.2); we show none ourselves. A record that was on its way when the connection broke may be lost: the
// protocol has no acknowledgement.
class TlsTransport : public SyslogTransport {
 public:
  // Throws ConfigurationError.
  explicit TlsTransport(const SyslogSettings& settings);
  ~TlsTransport() override;

  void send(const std::string& record, const std::atomic<bool>& give_up) override;

 private:
  struct Context;
  class Connection;
  const SyslogSettings settings_;
  const std::unique_ptr<Context> tls_;
  std::unique_ptr<Connection> connection_;  // uses tls_
};

}  // namespace sonolist::plugin
