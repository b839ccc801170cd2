#include "processor/client/web_address.h"

#include <curl/curl.h>

#include <boost/algorithm/string.hpp>
#include <map>
#include <memory>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  const std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

WebAddress parse_web_address(const std::string& text) {
  static const std::map<std::string, std::string> default_ports = {
      {"http", "80"}, {"https", "443"}, {"ws", "80"}, {"wss", "443"}};
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  WebAddress address;
  if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
    address.scheme = boost::to_lower_copy(part_of(url.get(), CURLUPART_SCHEME));
    address.host = boost::to_lower_copy(part_of(url.get(), CURLUPART_HOST));
    address.port = part_of(url.get(), CURLUPART_PORT);
    const std::string query = part_of(url.get(), CURLUPART_QUERY);
    address.target = part_of(url.get(), CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
  }
  const auto default_port = default_ports.find(address.scheme);
  if (default_port == default_ports.end() || address.host.empty())
    throw ProcessorError(FailureClass::kConfiguration, "'" + text + "' is no absolute web address");
  if (address.port.empty()) address.port = default_port->second;
  return address;
}

std::string origin_of(const WebAddress& address) {
  return address.scheme + "://" + address.host + ":" + address.port;
}

}  // namespace sonolist::processor
