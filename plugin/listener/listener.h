// The plug-in's own door: HTTP with query strings on every method, OPTIONS, WebSockets and TLS, which Orthanc's port
// does not offer to plug-ins.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugin/events/channel_registry.h"
#include "plugin/http/request_handler.h"
#include "plugin/listener/listener_settings.h"

namespace sonolist::plugin {

// The port cannot be opened; what() names the key and the remedy.
class ListenerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Thread safe, but start() and stop() are for one thread.
class Listener {
 public:
  // Event channels are at `channel_root` + AE title; `channel_root` is a path with a slash at both ends. Everything
  // else goes to `handler`, in several threads. Reads the certificate: throws ConfigurationError. Borrows channels and
  // log.
  Listener(const ListenerSettings& settings, std::vector<std::string> channel_roots, RequestHandler handler,
           ChannelRegistry& channels, Log& log, const ListenerLimits& limits = {});
  ~Listener();  // stops

  // Throws ListenerError. Call it once.
  void start();

  // No new connections; what is being answered is answered, and event channels are closed, within limits.stop_timeout.
  void stop();

  // As clients see it, e.g. "https://pacs:8043"; empty unless started.
  std::string url() const;

  // Where clients open the event channel of an AE: url() with ws or wss, the first channel root and the AE title. Empty
  // unless started.
  std::string channel_url(const std::string& ae_title) const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sonolist::plugin
