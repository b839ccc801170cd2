// A WebSocket client (RFC 6455) by Boost.Beast, ws or wss.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "processor/client/event_channel.h"

namespace sonolist::processor {

// Used by one thread but for cancel().
class WebSocket {
 public:
  // Throws ProcessorError(kConfiguration) for an address that is none, or certificates that cannot be read.
  WebSocket(const std::string& address, const EventChannelSettings& settings);
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  ~WebSocket();

  // Throws ProcessorError(kTransient) when there is no connection.
  void open();
  // The next message; nothing when the peer closed, went silent (no answer to a ping) or cancel() was called.
  std::optional<std::string> receive();
  // Thread safe: ends open() and receive().
  void cancel();

 private:
  struct Impl;
  template <typename Stream>
  struct Connection;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sonolist::processor
