#include "processor/client/web_socket.h"

#include <openssl/ssl.h>

#include <boost/algorithm/string.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <functional>

#include "dicom_sr/json/base64.h"
#include "processor/client/web_address.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using ErrorCode = beast::error_code;
using Tcp = asio::ip::tcp;

constexpr std::chrono::seconds kOpening(15);
constexpr std::size_t kLargestMessage = 1 << 20;  // bytes

// To the host of the root only, and never in the clear when the root is https.
std::string authorization(const WebAddress& address, const EventChannelSettings& settings) {
  if (settings.username.empty()) return "";
  const WebAddress root = parse_web_address(settings.root);
  const bool may_know = address.host == root.host && (address.scheme == "wss" || root.scheme == "http");
  const std::string pair = settings.username + ":" + settings.password;
  return may_know ? "Basic " + dicom::to_base64({pair.begin(), pair.end()}) : "";
}

}  // namespace

// What is the same for both kinds of stream.
struct WebSocket::Impl {
  Impl(const std::string& url, EventChannelSettings given)
      : address(parse_web_address(url)), settings(std::move(given)) {}
  virtual ~Impl() = default;
  virtual void open() = 0;
  virtual ErrorCode read() = 0;
  virtual void close() = 0;

  // Starts an operation and lets the context run until it has ended: one thread, with the time-outs of the streams.
  template <typename Start>
  ErrorCode await(Start start) {
    std::optional<ErrorCode> result;
    start([&result](ErrorCode code, auto&&...) { result = code; });
    while (!result) {
      if (context.stopped()) context.restart();
      context.run_one();
    }
    return cancelled ? asio::error::operation_aborted : *result;
  }
  template <typename Start>
  void require(const char* what, Start start) {
    const ErrorCode code = await(start);
    if (code) {
      throw ProcessorError(FailureClass::kTransient,
                           "event channel " + origin_of(address) + ", " + what + ": " + code.message());
    }
  }

  const WebAddress address;
  const EventChannelSettings settings;
  asio::io_context context;
  beast::flat_buffer buffer;
  bool cancelled = false;  // belongs to the context's thread
};

template <typename Stream>
struct WebSocket::Connection : WebSocket::Impl {
  template <typename... Arguments>
  Connection(const std::string& url, const EventChannelSettings& given, Arguments&&... arguments)
      : Impl(url, given), stream(context, std::forward<Arguments>(arguments)...) {}

  void open() override {
    Tcp::resolver resolver(context);
    Tcp::resolver::results_type endpoints;
    const std::string host = boost::trim_copy_if(address.host, boost::is_any_of("[]"));
    require("name", [&](auto done) {
      resolver.async_resolve(host, address.port, [&, done](ErrorCode code, const auto& found) {
        endpoints = found;
        done(code);
      });
    });
    auto& lowest = beast::get_lowest_layer(stream);
    lowest.expires_after(kOpening);
    require("connection", [&](auto done) { lowest.async_connect(endpoints, done); });
    if constexpr (!std::is_same_v<Stream, beast::websocket::stream<beast::tcp_stream>>) {
      SSL_set_tlsext_host_name(stream.next_layer().native_handle(), host.c_str());
      stream.next_layer().set_verify_callback(asio::ssl::host_name_verification(host));
      require("TLS", [&](auto done) { stream.next_layer().async_handshake(asio::ssl::stream_base::client, done); });
    }
    lowest.expires_never();  // the WebSocket has time-outs of its own
    stream.set_option(beast::websocket::stream_base::timeout{kOpening, settings.silence, true});
    stream.set_option(
        beast::websocket::stream_base::decorator([credentials = authorization(address, settings)](auto& request) {
          if (!credentials.empty()) request.set(beast::http::field::authorization, credentials);
        }));
    stream.read_message_max(kLargestMessage);
    require("handshake",
            [&](auto done) { stream.async_handshake(address.host + ":" + address.port, address.target, done); });
  }

  ErrorCode read() override {
    return await([this](auto done) { stream.async_read(buffer, done); });
  }

  void close() override { beast::get_lowest_layer(stream).close(); }

  Stream stream;
};

namespace {

asio::ssl::context tls_context(const std::string& ca_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  ErrorCode code;
  context.set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty())
    context.set_default_verify_paths(code);
  else
    context.load_verify_file(ca_file, code);
  if (code) throw ProcessorError(FailureClass::kConfiguration, "CaFile " + ca_file + ": " + code.message());
  return context;
}

}  // namespace

WebSocket::WebSocket(const std::string& address, const EventChannelSettings& settings) {
  using Plain = beast::websocket::stream<beast::tcp_stream>;
  using Secure = beast::websocket::stream<beast::ssl_stream<beast::tcp_stream>>;
  const std::string scheme = parse_web_address(address).scheme;
  if (scheme != "ws" && scheme != "wss")
    throw ProcessorError(FailureClass::kConfiguration, "the event channel " + address + " is neither ws nor wss");
  if (scheme == "ws") {
    impl_ = std::make_unique<Connection<Plain>>(address, settings);
  } else {
    asio::ssl::context tls = tls_context(settings.ca_file);  // the stream keeps what it needs of it
    impl_ = std::make_unique<Connection<Secure>>(address, settings, tls);
  }
}

WebSocket::~WebSocket() = default;

void WebSocket::open() {
  impl_->open();
}

std::optional<std::string> WebSocket::receive() {
  if (impl_->cancelled || impl_->read()) return std::nullopt;
  std::string message = beast::buffers_to_string(impl_->buffer.data());
  impl_->buffer.consume(impl_->buffer.size());
  return message;
}

void WebSocket::cancel() {
  asio::post(impl_->context, [impl = impl_.get()] {
    impl->cancelled = true;
    impl->close();
  });
}

}  // namespace sonolist::processor
