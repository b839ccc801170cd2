#include "processor/monitoring/http_door.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <thread>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::chrono::seconds kLongestRequest(10);
constexpr std::chrono::seconds kRestAfterFailure(1);
constexpr int kMostConnections = 16;
constexpr std::uint32_t kLongestHead = 8192;

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

// "localhost:8044" and "[::1]:8044" without the port.
std::string_view host_name(std::string_view host) {
  const std::size_t end = host.rfind(']');
  const std::size_t colon = host.find(':', end == std::string_view::npos ? 0 : end);
  return host.substr(0, colon);
}

bool is_name_of_this_host(std::string_view host) {
  const std::string_view name = host_name(host);
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

Response make_response(const Request& request, const DoorAnswer& answer) {
  Response response(static_cast<http::status>(answer.status), request.version());
  response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  if (answer.status == 405) response.set(http::field::allow, "GET, HEAD");
  response.keep_alive(false);
  response.body() = answer.body;
  response.prepare_payload();
  if (request.method() == http::verb::head) response.body().clear();  // its length stays in the head
  return response;
}

DoorAnswer plain(int status, const std::string& sentence) {
  return {status, "text/plain; charset=utf-8", sentence + '\n'};
}

DoorAnswer answer_to(const Request& request, bool is_loopback, const HttpDoor::Answer& answer) {
  const auto host = request.find(http::field::host);
  if (is_loopback && (host == request.end() || !is_name_of_this_host({host->value().data(), host->value().size()}))) {
    return plain(421, "Served under 127.0.0.1 and localhost only");
  }
  if (request.method() != http::verb::get && request.method() != http::verb::head) return plain(405, "GET only");
  const std::string_view target(request.target().data(), request.target().size());
  try {
    return answer(target.substr(0, target.find('?')));
  } catch (const std::exception& error) {
    return plain(500, error.what());
  }
}

// One request. Keeps itself alive while it is waited for.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Tcp::socket socket, bool is_loopback, const HttpDoor::Answer& answer, int& connections)
      : stream_(std::move(socket)), is_loopback_(is_loopback), answer_(answer), connections_(connections) {
    ++connections_;
    parser_.header_limit(kLongestHead);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { --connections_; }

  void run() {
    stream_.expires_after(kLongestRequest);
    http::async_read(stream_, buffer_, parser_, [self = shared_from_this()](ErrorCode error, std::size_t) {
      if (!error) self->respond();
    });
  }

 private:
  void respond() {
    const Request& request = parser_.get();
    response_ = make_response(request, answer_to(request, is_loopback_, answer_));
    http::async_write(stream_, response_, [self = shared_from_this()](ErrorCode, std::size_t) { self->close(); });
  }

  void close() {
    ErrorCode ignored;
    stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request_parser<http::empty_body> parser_;
  Response response_;
  const bool is_loopback_;
  const HttpDoor::Answer& answer_;
  int& connections_;
};

}  // namespace

struct HttpDoor::Impl {
  Impl(const std::string& address, const std::vector<int>& ports, Answer given) : answer(std::move(given)) {
    const auto ip = asio::ip::make_address(address, error);
    if (error) refuse(address, "is no IP address");
    is_loopback = ip.is_loopback();
    for (const int port : ports) {
      if (open({ip, static_cast<unsigned short>(port)})) break;
      if (error != asio::error::address_in_use) refuse(address + " port " + std::to_string(port), error.message());
    }
    if (!acceptor.is_open()) return;
    accept();
    thread = std::thread([this] { context.run(); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    context.stop();
    if (thread.joinable()) thread.join();
  }

  [[noreturn]] static void refuse(const std::string& what, const std::string& why) {
    throw ProcessorError(FailureClass::kConfiguration, "the monitoring cannot listen at " + what + ": " + why);
  }

  bool open(const Tcp::endpoint& endpoint) {
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return true;
    ErrorCode ignored;
    acceptor.close(ignored);
    return false;
  }

  void accept() {
    acceptor.async_accept([this](ErrorCode failure, Tcp::socket socket) {
      if (failure) {  // e.g. no file descriptor is left
        rest.expires_after(kRestAfterFailure);
        rest.async_wait([this](ErrorCode) { accept(); });
        return;
      }
      // Beyond the limit the connection is closed by being dropped.
      if (connections < kMostConnections) {
        std::make_shared<Connection>(std::move(socket), is_loopback, answer, connections)->run();
      }
      accept();
    });
  }

  const Answer answer;
  ErrorCode error;
  bool is_loopback = false;
  int connections = 0;  // those of the thread; outlives what the context holds
  asio::io_context context{1};
  Tcp::acceptor acceptor{context};
  asio::steady_timer rest{context};
  std::thread thread;
};

HttpDoor::HttpDoor(const std::string& address, const std::vector<int>& ports, Answer answer)
    : impl_(std::make_unique<Impl>(address, ports, std::move(answer))) {}

HttpDoor::~HttpDoor() = default;

bool HttpDoor::is_open() const {
  return impl_->acceptor.is_open();
}

int HttpDoor::port() const {
  ErrorCode ignored;
  return is_open() ? impl_->acceptor.local_endpoint(ignored).port() : 0;
}

std::string HttpDoor::url() const {
  if (!is_open()) return "";
  ErrorCode ignored;
  const auto address = impl_->acceptor.local_endpoint(ignored).address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return "http://" + host + ":" + std::to_string(port());
}

}  // namespace sonolist::processor
