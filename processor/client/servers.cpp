#include "processor/client/servers.h"

#include <algorithm>
#include <boost/algorithm/string.hpp>

#include "processor/client/web_address.h"
#include "processor/error.h"

namespace sonolist::processor {

void Servers::add_root(const std::string& url, const HttpSettings& settings) {
  roots_.push_back({origin_of(parse_web_address(url)), std::make_shared<HttpClient>(settings)});
}

void Servers::allow(const std::string& host, HttpSettings settings) {
  settings.username.clear();
  settings.password.clear();
  allowed_.push_back({boost::to_lower_copy(host), std::make_shared<HttpClient>(std::move(settings))});
}

const HttpClient& Servers::client_for(const std::string& url) const {
  const WebAddress address = parse_web_address(url);
  const std::string name = origin_of(address);
  const auto root =
      std::find_if(roots_.begin(), roots_.end(), [&](const Server& server) { return server.name == name; });
  if (root != roots_.end()) return *root->client;
  const auto allowed = std::find_if(allowed_.begin(), allowed_.end(), [&](const Server& server) {
    return server.name == address.host || server.name == address.host + ":" + address.port;
  });
  if (allowed != allowed_.end()) return *allowed->client;
  throw ProcessorError(FailureClass::kConfiguration, "the workitem names the server " + name +
                                                         ", which is none of the configured worklists; list its host "
                                                         "in AllowedHosts if it shall be used");
}

}  // namespace sonolist::processor
