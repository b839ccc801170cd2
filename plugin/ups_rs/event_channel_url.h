// Where a subscriber opens its event channel (PS3.18 8.10.4). Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

// The listener that serves the channels.
struct ChannelAddress {
  std::string public_url;  // as clients see it, e.g. "https://pacs/sonolist"; empty: the client's host and this port
  std::uint16_t port = 0;
  bool has_tls = false;
};

// Nothing while no listener is open. Called from several threads.
using ChannelLocator = std::function<std::optional<ChannelAddress>()>;

// "ws://host:port{root}/ws/subscribers/{ae_title}". `root` is the path of the worklist.
std::string event_channel_url(const ChannelAddress& address, const HttpRequest& request, const std::string& root,
                              const std::string& ae_title);

}  // namespace sonolist::plugin
