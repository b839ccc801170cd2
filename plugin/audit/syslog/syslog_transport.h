// How a record leaves this host.
#pragma once

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include "plugin/audit/syslog/syslog_settings.h"

namespace sonolist::plugin {

// The record was not taken; what() names the server and why.
class SyslogError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Used by one thread.
class SyslogTransport {
 public:
  virtual ~SyslogTransport() = default;

  // Connects when it is not connected. Returns when the record is on its way; throws SyslogError, also soon after
  // `give_up` became true. The next call begins with a new connection then.
  virtual void send(const std::string& record, const std::atomic<bool>& give_up) = 0;
};

// RFC 5426 or RFC 5425. Throws ConfigurationError when a file of the settings is none.
std::unique_ptr<SyslogTransport> make_syslog_transport(const SyslogSettings& settings);

}  // namespace sonolist::plugin
