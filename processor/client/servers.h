// The DICOMweb servers that a processor may speak to. A workitem names addresses too, and whoever writes workitems must
// not make us send credentials or patient data to a host of his choice.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "processor/client/http.h"

namespace sonolist::processor {

// Thread safe once it is complete.
class Servers {
 public:
  // A configured root. Requests to its origin (scheme, host and port) use `settings`; of several roots of one origin,
  // the first counts.
  void add_root(const std::string& url, const HttpSettings& settings);
  // "host" (any port) or "host:port": spoken to without credentials, otherwise with `settings`.
  void allow(const std::string& host, HttpSettings settings);

  // Throws ProcessorError(kConfiguration) for an address of a server that is neither configured nor allowed.
  const HttpClient& client_for(const std::string& url) const;

 private:
  struct Server {
    std::string name;  // origin, or host with or without port
    std::shared_ptr<const HttpClient> client;
  };
  std::vector<Server> roots_, allowed_;
};

}  // namespace sonolist::processor
