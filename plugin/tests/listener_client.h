// Clients of the listener for its tests, and a certificate for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "plugin/log/log.h"

namespace sonolist::plugin {

struct ClientAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

enum class Transport { kPlain, kTls };

// One connection to 127.0.0.1. Throws std::exception when the listener ends it at the wrong time.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port, Transport transport = Transport::kPlain);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  void send(const std::string& bytes);

  // The next answer; nothing when the connection has ended. An answer to HEAD has no body.
  std::optional<ClientAnswer> receive(bool is_answer_to_head = false);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// "GET /path HTTP/1.1" with Host and an empty line; further header lines end with "\r\n".
std::string request_text(const std::string& method, const std::string& target, const std::string& body = "",
                         const std::string& headers = "");

// One WebSocket to 127.0.0.1.
class ChannelClient {
 public:
  // Throws std::exception when the handshake is refused.
  ChannelClient(std::uint16_t port, const std::string& path, Transport transport = Transport::kPlain);
  ~ChannelClient();

  // The next text; "closed N" with the close code when the listener has closed the channel, "lost" when it was cut.
  std::string receive();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

class TestCertificate {
 public:
  // Self-signed, for 127.0.0.1; the files are in `folder`.
  explicit TestCertificate(const std::filesystem::path& folder);
  const std::filesystem::path certificate, private_key;
};

// Offers TLS 1.1 at most; true when the listener takes it.
bool takes_outdated_tls(std::uint16_t port);

class SilentLog : public Log {
 public:
  void info(const std::string&) override {}
  void warning(const std::string&) override {}
  void error(const std::string&) override {}
};

}  // namespace sonolist::plugin
