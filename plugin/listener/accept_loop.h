// Takes new connections of the listener.
#pragma once

#include <functional>
#include <optional>

#include "plugin/listener/beast.h"
#include "plugin/log/log.h"

namespace sonolist::plugin {

// Runs in the threads of `context`.
class AcceptLoop {
 public:
  using OnConnection = std::function<void(tcp::socket)>;

  // Opens the port. Throws boost::system::system_error. Borrows context and log.
  AcceptLoop(asio::io_context& context, const tcp::endpoint& endpoint, OnConnection on_connection, Log& log);

  void start();
  void stop();

  tcp::endpoint endpoint() const { return endpoint_; }

 private:
  void accept();
  void pause();

  asio::io_context& context_;
  tcp::acceptor acceptor_;  // in a strand of its own
  asio::steady_timer timer_;
  tcp::endpoint endpoint_;
  const OnConnection on_connection_;
  Log& log_;
};

}  // namespace sonolist::plugin
