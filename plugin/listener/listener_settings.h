// How the listener is set up; see the operator guide for the keys.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace sonolist::plugin {

using Users = std::map<std::string, std::string>;  // name to password

struct ListenerSettings {
  bool enable = true;
  std::string address = "127.0.0.1";                         // an IP address of this host
  std::uint16_t port = 8043;                                 // 0: any free one
  std::optional<Users> users{};                              // nothing: no password is asked, only on loopback
  std::filesystem::path certificate_file, private_key_file;  // PEM; both or none. With them: TLS
  std::string public_url;  // as clients see the listener, without slash at the end; or empty
  int threads = 4;         // requests answered at the same time
};

struct ListenerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t body_bytes = std::uint64_t{16} * 1024 * 1024;
  std::chrono::milliseconds idle_timeout{30'000};    // for a whole request, for the pause between two, for a pong
  std::chrono::milliseconds write_timeout{120'000};  // for a whole answer
  std::chrono::milliseconds linger_timeout{2'000};   // for a refused client to read the refusal
  std::chrono::milliseconds stop_timeout{5'000};
  std::size_t connections = 256;
  std::size_t waiting_requests = 256;  // for a thread
  std::size_t waiting_frames = 1000;   // of a subscriber that reads slowly
};

}  // namespace sonolist::plugin
