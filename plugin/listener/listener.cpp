#include "plugin/listener/listener.h"

#include <atomic>
#include <cctype>
#include <optional>
#include <thread>
#include <vector>

#include "plugin/listener/accept_loop.h"
#include "plugin/listener/http_connection.h"
#include "plugin/listener/tls_context.h"

namespace sonolist::plugin {
namespace {

// Connections beyond the maximum are answered with 503; beyond these, not at all.
constexpr std::size_t kRefusedConnections = 64;

// A connection for which a handler still works is not gone by then, but its socket is closed.
constexpr std::chrono::milliseconds kAbortTimeout{200};

// An address that means "all of this host" is nothing that a client can use.
std::string host_of(const tcp::endpoint& endpoint) {
  const asio::ip::address address = endpoint.address();
  if (address.is_unspecified()) return asio::ip::host_name();
  return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

// What may stand in a path as it is (RFC 3986 section 2.3); an AE title may hold more.
std::string percent_encoded(const std::string& text) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace

class Listener::Implementation {
 public:
  Implementation(const ListenerSettings& settings, std::vector<std::string> channel_roots, RequestHandler handler,
                 ChannelRegistry& channels, Log& log, const ListenerLimits& limits)
      : settings_(settings),
        limits_(limits),
        channel_roots_(std::move(channel_roots)),
        handler_(std::move(handler)),
        admission_(settings.users, settings.public_url),
        log_(log),
        handler_threads_(settings.threads, limits.waiting_requests),
        services_{limits_, admission_, handler_, channel_roots_, channels, connections_, handler_threads_, log_} {
    if (!settings.certificate_file.empty()) {
      tls_.emplace(make_tls_context(settings.certificate_file, settings.private_key_file));
    }
  }

  ~Implementation() { stop(); }

  void start() {
    try {
      accept_loop_.emplace(
          context_, tcp::endpoint(asio::ip::make_address(settings_.address), settings_.port),
          [this](tcp::socket socket) { take(std::move(socket)); }, log_);
    } catch (const boost::system::system_error& error) {
      throw ListenerError(
          "The listener does not run: " + settings_.address + " port " + std::to_string(settings_.port) +
          " cannot be opened (" + error.code().message() +
          "). Set Sonolist.Listener.Port to a free port, 0 for any, or Sonolist.Listener.Enable to false");
    }
    accept_loop_->start();
    for (int i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { run(); });
    is_running_ = true;
  }

  void stop() {
    if (!is_running_.exchange(false)) return;
    accept_loop_->stop();
    connections_.stop_all();
    if (!connections_.wait_until_empty(limits_.stop_timeout)) {
      log_.warning("Sonolist: the listener ends connections that are still busy");
      connections_.abort_all();
      connections_.wait_until_empty(kAbortTimeout);
    }
    context_.stop();
    for (std::thread& thread : threads_) thread.join();
    handler_threads_.stop();
  }

  std::string url() const {
    if (!is_running_) return "";
    if (!settings_.public_url.empty()) return settings_.public_url;
    const tcp::endpoint endpoint = accept_loop_->endpoint();
    return (tls_ ? "https://" : "http://") + host_of(endpoint) + ":" + std::to_string(endpoint.port());
  }

  std::string channel_url(const std::string& ae_title) const {
    const std::string http_url = url();
    // "http" and "https" become "ws" and "wss".
    return http_url.empty() ? "" : "ws" + http_url.substr(4) + channel_roots_.front() + percent_encoded(ae_title);
  }

 private:
  void take(tcp::socket socket) {
    if (connections_.size() >= limits_.connections + kRefusedConnections) return;
    error_code ignored;
    // Otherwise a short answer waits for the acknowledgement of the one before.
    socket.set_option(tcp::no_delay(true), ignored);
    if (tls_) {
      open<TlsStream>(TlsStream(std::move(socket), *tls_));
    } else {
      open<PlainStream>(PlainStream(std::move(socket)));
    }
  }

  template <class Stream>
  void open(Stream stream) {
    const auto connection = std::make_shared<HttpConnection<Stream>>(std::move(stream), services_);
    connections_.add(connection);
    connection->run();
  }

  void run() {
    while (!context_.stopped()) {
      try {
        context_.run();
      } catch (const std::exception& error) {
        // E.g. no memory for one connection: the others go on.
        log_.error(std::string("Sonolist: the listener lost a connection: ") + error.what());
      }
    }
  }

  const ListenerSettings settings_;
  const ListenerLimits limits_;
  const std::vector<std::string> channel_roots_;
  const RequestHandler handler_;
  const Admission admission_;
  Log& log_;
  ConnectionSet connections_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context context_;  // owns the connections through their handlers
  // While a handler works for the only connection, the context has nothing to do, and must wait all the same.
  const asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
  HandlerThreads handler_threads_;
  const ListenerServices services_;
  std::optional<AcceptLoop> accept_loop_;
  std::vector<std::thread> threads_;
  std::atomic<bool> is_running_{false};
};

Listener::Listener(const ListenerSettings& settings, std::vector<std::string> channel_roots, RequestHandler handler,
                   ChannelRegistry& channels, Log& log, const ListenerLimits& limits)
    : implementation_(std::make_unique<Implementation>(settings, std::move(channel_roots), std::move(handler), channels,
                                                       log, limits)) {}

Listener::~Listener() = default;

void Listener::start() {
  implementation_->start();
}

void Listener::stop() {
  implementation_->stop();
}

std::string Listener::url() const {
  return implementation_->url();
}

std::string Listener::channel_url(const std::string& ae_title) const {
  return implementation_->channel_url(ae_title);
}

}  // namespace sonolist::plugin
