#include "plugin/listener/accept_loop.h"

namespace sonolist::plugin {
namespace {

constexpr std::chrono::milliseconds kPauseAfterRefusal{200};

}  // namespace

AcceptLoop::AcceptLoop(asio::io_context& context, const tcp::endpoint& endpoint, OnConnection on_connection, Log& log)
    : context_(context),
      acceptor_(asio::make_strand(context), endpoint),  // with reuse_address
      timer_(acceptor_.get_executor()),
      endpoint_(acceptor_.local_endpoint()),
      on_connection_(std::move(on_connection)),
      log_(log) {}

void AcceptLoop::start() {
  asio::post(acceptor_.get_executor(), [this] { accept(); });
}

void AcceptLoop::stop() {
  asio::post(acceptor_.get_executor(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
  });
}

void AcceptLoop::accept() {
  if (!acceptor_.is_open()) return;
  acceptor_.async_accept(asio::make_strand(context_), [this](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) {
      // E.g. no file descriptor is left.
      log_.error("Sonolist: the listener could not take a connection: " + error.message());
      return pause();
    }
    try {
      on_connection_(std::move(socket));
    } catch (const std::exception& failure) {
      log_.error(std::string("Sonolist: the listener lost a new connection: ") + failure.what());
    }
    accept();
  });
}

void AcceptLoop::pause() {
  timer_.expires_after(kPauseAfterRefusal);
  timer_.async_wait([this](error_code) { accept(); });
}

}  // namespace sonolist::plugin
