#include "plugin/audit/syslog/tls_transport.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>

#include "plugin/audit/syslog/syslog_record.h"
#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {

namespace asio = boost::asio;

namespace {

using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};        // for each step: resolve, connect, shake hands, write
constexpr std::chrono::milliseconds kFarewell{500};  // for the peer's end of the connection
constexpr std::chrono::milliseconds kSlice{50};      // between two looks at the order to give up

std::string server_name(const SyslogSettings& settings) {
  return "the syslog server " + settings.host + ", TLS port " + std::to_string(settings.port);
}

asio::ssl::context make_client_context(const SyslogSettings& settings) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(asio::ssl::verify_peer);
  error_code error;
  if (settings.ca_file.empty()) {
    context.set_default_verify_paths(error);
    return context;
  }
  context.load_verify_file(settings.ca_file.string(), error);
  if (error) {
    throw ConfigurationError("Sonolist.Audit.Syslog.CaFile: " + settings.ca_file.string() +
                             " is no readable file of certificates in PEM form (" + error.message() + ")");
  }
  return context;
}

bool is_address(const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

struct TlsTransport::Context {
  explicit Context(const SyslogSettings& settings) : context(make_client_context(settings)) {}
  asio::ssl::context context;
};

// Asynchronous operations that are waited for one by one, so that each can time out. Once one has failed nothing but
// the destructor may be called: what it left behind refers to objects that are gone.
class TlsTransport::Connection {
 public:
  Connection(asio::ssl::context& tls, const SyslogSettings& settings, const std::atomic<bool>& give_up)
      : server_(server_name(settings)), stream_(context_, tls) {
    stream_.set_verify_callback(asio::ssl::host_name_verification(settings.host));
    // Several servers may share the address; RFC 6066 section 3 has no addresses as names.
    if (!is_address(settings.host)) SSL_set_tlsext_host_name(stream_.native_handle(), settings.host.c_str());
    connect(settings, give_up);
    await("the TLS handshake", give_up,
          [this](auto done) { stream_.async_handshake(asio::ssl::stream_base::client, done); });
    watch();
  }

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // RFC 5425 section 4.4: we say that we leave.
  ~Connection() {
    if (is_broken_ || is_closed()) return;
    try {
      const std::atomic<bool> stay{false};
      await(
          "the farewell", stay, [this](auto done) { stream_.async_shutdown(done); }, kFarewell);
    } catch (const std::exception&) {
      // Then the peer learns it from the end of the connection.
    }
  }

  // Whether the peer has ended the connection. Writing alone would not tell: the first record would go into nothing.
  bool is_closed() {
    context_.restart();
    context_.poll();
    return is_closed_;
  }

  void send(const std::string& record, const std::atomic<bool>& give_up) {
    const std::string frame = octet_counted(record);
    await("sending", give_up, [&](auto done) {
      asio::async_write(stream_, asio::buffer(frame), [done](error_code error, std::size_t) { done(error); });
    });
  }

 private:
  void connect(const SyslogSettings& settings, const std::atomic<bool>& give_up) {
    using asio::ip::tcp;
    const auto found = std::make_shared<tcp::resolver::results_type>();
    tcp::resolver resolver(context_);
    await("looking up its address", give_up, [&](auto done) {
      resolver.async_resolve(settings.host, std::to_string(settings.port),
                             [done, found](error_code error, const tcp::resolver::results_type& results) {
                               *found = results;
                               done(error);
                             });
    });
    await("connecting", give_up, [&](auto done) {
      asio::async_connect(stream_.lowest_layer(), *found,
                          [done, found](error_code error, const tcp::endpoint&) { done(error); });
    });
  }

  // A server has nothing to say; what is read is only the end.
  void watch() {
    stream_.async_read_some(asio::buffer(scratch_), [this](error_code error, std::size_t) {
      if (error) {
        is_closed_ = true;
      } else {
        watch();
      }
    });
  }

  // `start` begins an operation and hands it the function to call at its end. Throws SyslogError.
  template <typename Start>
  void await(const char* step, const std::atomic<bool>& give_up, const Start& start,
             std::chrono::milliseconds patience = kPatience) {
    const auto outcome = std::make_shared<std::optional<error_code>>();
    start([outcome](error_code error) { *outcome = error; });
    const auto deadline = SteadyClock::now() + patience;
    context_.restart();
    while (!*outcome && !give_up && SteadyClock::now() < deadline) context_.run_one_for(kSlice);
    if (*outcome && !**outcome) return;
    is_broken_ = true;
    throw SyslogError(server_ + ": " + step + " failed: " + (*outcome ? (*outcome)->message() : "it took too long"));
  }

  const std::string server_;
  asio::io_context context_;
  asio::ssl::stream<asio::ip::tcp::socket> stream_;
  std::array<char, 256> scratch_{};
  bool is_closed_ = false;
  bool is_broken_ = false;
};

TlsTransport::TlsTransport(const SyslogSettings& settings)
    : settings_(settings), tls_(std::make_unique<Context>(settings)) {}

TlsTransport::~TlsTransport() = default;

void TlsTransport::send(const std::string& record, const std::atomic<bool>& give_up) {
  try {
    if (connection_ && connection_->is_closed()) connection_.reset();
    if (!connection_) connection_ = std::make_unique<Connection>(tls_->context, settings_, give_up);
    connection_->send(record, give_up);
  } catch (const SyslogError&) {
    connection_.reset();
    throw;
  } catch (const boost::system::system_error& error) {
    connection_.reset();
    throw SyslogError(server_name(settings_) + ": " + error.code().message());
  }
}

}  // namespace sonolist::plugin
