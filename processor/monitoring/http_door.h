// A small HTTP server for those who ask how this process is doing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::processor {

struct DoorAnswer {
  int status = 200;
  std::string content_type, body;
};

// Answers GET and HEAD in one thread of its own, from construction to destruction: each connection one request, 16
// connections at once, 10 s each. On a loopback address it serves the names of this host only: no web page can read it
// under a name of its own.
class HttpDoor {
 public:
  // Of the path without the query. Called by the thread of the door; an exception becomes 500.
  using Answer = std::function<DoorAnswer(std::string_view path)>;

  // Takes the first of `ports` that is free, in their order; 0 is any. None: see is_open(). Throws
  // ProcessorError(kConfiguration) when the address is none of this host or a port may not be used.
  HttpDoor(const std::string& address, const std::vector<int>& ports, Answer answer);
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;
  ~HttpDoor();

  bool is_open() const;
  std::string url() const;  // e.g. "http://127.0.0.1:8044"; empty unless open
  int port() const;         // 0 unless open

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sonolist::processor
