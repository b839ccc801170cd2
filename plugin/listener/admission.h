// Who may use the listener, decided from the head of a request. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/listener/listener_settings.h"

namespace sonolist::plugin {

// Passwords are one guard (Basic authentication); Host and Origin are the other: a web page of somebody else must not
// drive the listener through the browser of a user, neither with the password that the browser remembers nor, without
// passwords, under a name that leads to the loopback address (DNS rebinding).
class Admission {
 public:
  // `users` and `public_url` as in ListenerSettings.
  Admission(const std::optional<Users>& users, const std::string& public_url);

  // Nothing when the request may come in; else 400, 403 or 401.
  std::optional<HttpResponse> refusal(const HttpRequest& request) const;

 private:
  using Digest = std::array<unsigned char, 32>;

  static Digest digest(const std::string& text);
  bool is_known(const std::string& authorization) const;

  const bool asks_for_password_;
  const std::string public_authority_;  // "host" or "host:port", or empty
  std::vector<Digest> credentials_;     // of what follows "Basic "
};

}  // namespace sonolist::plugin
