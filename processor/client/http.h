// HTTP by libcurl: connections that stay open, bounded waiting and memory, errors by class.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sonolist::processor {

struct HttpSettings {
  std::string username, password;  // HTTP basic authentication when the name is not empty
  std::string ca_file;             // PEM bundle for https; empty = the system's
  int connect_timeout_seconds = 5;
  int stall_seconds = 30;                    // without progress in either direction, the peer's thinking included
  int longest_seconds = 30;                  // of one whole request
  std::uint64_t largest_body = 64ULL << 20;  // bytes of an answer
  // Asked about once a second while a request is under way: true ends it. Empty: never. Must be thread safe. What
  // begins when it already is true is a farewell, which may take five seconds.
  std::function<bool()> abandon = {};
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

struct HttpResponse {
  int status = 0;
  std::string content_type;
  std::string body;
  std::map<std::string, std::string> headers = {};  // names in lower case
};

// Thread safe: requests that run at the same time have a connection each.
class HttpClient {
 public:
  explicit HttpClient(HttpSettings settings);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  // Any status is a response, redirections included. Throws ProcessorError: kTransient when no whole response came
  // (refused, time-out, cut off, abandoned), kConfiguration for an address that cannot be used (malformed, unknown
  // scheme, certificate refused), kInput for an answer that is larger than allowed.
  HttpResponse send(const HttpRequest& request) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sonolist::processor
