// HTTP by libcurl: one connection that stays open, bounded waiting, errors by class.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sonolist::processor {

struct HttpSettings {
  std::string username, password;  // HTTP basic authentication when the name is not empty
  std::string ca_file;             // PEM bundle for https; empty = the system's
  int connect_timeout_seconds = 5;
  int timeout_seconds = 30;  // of one whole request
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpResponse {
  int status = 0;
  std::string content_type;
  std::string body;
};

// Not thread safe: one client per thread.
class HttpClient {
 public:
  explicit HttpClient(HttpSettings settings);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  // Any status is a response. Throws ProcessorError: kTransient when no response came (refused, time-out),
  // kConfiguration for an address that cannot be used (malformed, unknown scheme, certificate refused).
  HttpResponse send(const HttpRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Throws for a status that says why no retry or only a retry can help: 401 and 403 kConfiguration, 408, 429 and 5xx
// kTransient. `what` names the request, without patient data.
void throw_unless_usable(const HttpResponse& response, const std::string& what);

}  // namespace sonolist::processor
