// The parts of an absolute address: http, https, ws or wss.
#pragma once

#include <string>

namespace sonolist::processor {

struct WebAddress {
  std::string scheme, host, port;  // lower case; an IPv6 host in brackets; the port is always there
  std::string target;              // path and query
};

// Throws ProcessorError(kConfiguration) for any other text. Pure.
WebAddress parse_web_address(const std::string& url);

// "https://pacs:443": what credentials belong to.
std::string origin_of(const WebAddress& address);

}  // namespace sonolist::processor
