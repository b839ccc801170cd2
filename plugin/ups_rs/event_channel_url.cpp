#include "plugin/ups_rs/event_channel_url.h"

namespace sonolist::plugin {
namespace {

// Without the port; "[::1]:8042" has the host "[::1]".
std::string host_of(const std::string& authority) {
  if (authority.empty()) return "127.0.0.1";
  const std::size_t bracket = authority.find(']');
  return authority.substr(0, authority.find(':', bracket == std::string::npos ? 0 : bracket));
}

// "http..." becomes "ws..."; the rest stays.
std::string as_web_socket(const std::string& url) {
  return url.compare(0, 4, "http") == 0 ? "ws" + url.substr(4) : url;
}

std::string escaped(const std::string& ae_title) {
  std::string text;
  for (const char c : ae_title) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                          c == '.' || c == '_' || c == '~';
    constexpr const char* kDigits = "0123456789ABCDEF";
    if (is_plain) {
      text += c;
    } else {
      text += '%';
      text += kDigits[static_cast<unsigned char>(c) >> 4];
      text += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return text;
}

}  // namespace

std::string event_channel_url(const ChannelAddress& address, const HttpRequest& request, const std::string& root,
                              const std::string& ae_title) {
  const std::string base = address.public_url.empty()
                               ? (address.has_tls ? "wss://" : "ws://") + host_of(request.header("host")) + ":" +
                                     std::to_string(address.port)
                               : as_web_socket(address.public_url);
  return base + root + "/ws/subscribers/" + escaped(ae_title);
}

}  // namespace sonolist::plugin
