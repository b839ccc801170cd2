#include "plugin/tests/listener_client.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "plugin/http/lower_case.h"
#include "plugin/listener/beast.h"

namespace sonolist::plugin {
namespace {

constexpr std::chrono::seconds kPatience{60};  // a test that waits longer has failed

// Its own certificate is all that a test's server has.
asio::ssl::context& client_context() {
  static asio::ssl::context context(asio::ssl::context::tls_client);
  return context;
}

asio::io_context& client_io() {
  static asio::io_context io;
  return io;
}

template <class Stream>
Stream connect(std::uint16_t port) {
  tcp::socket socket(client_io());
  socket.connect({asio::ip::make_address("127.0.0.1"), port});
  // Blocking reads have no deadline of their own.
  const timeval patience{kPatience.count(), 0};
  setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if constexpr (std::is_same_v<Stream, TlsStream>) {
    Stream stream(std::move(socket), client_context());
    stream.handshake(asio::ssl::stream_base::client);
    return stream;
  } else {
    return Stream(std::move(socket));
  }
}

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using File = std::unique_ptr<FILE, decltype(&fclose)>;

File open(const std::filesystem::path& path) {
  return {fopen(path.c_str(), "w"), &fclose};
}

}  // namespace

class HttpClient::Implementation {
 public:
  virtual ~Implementation() = default;
  virtual void send(const std::string& bytes) = 0;
  virtual std::optional<ClientAnswer> receive(bool is_answer_to_head) = 0;
};

namespace {

template <class Base, class Stream>
class HttpClientOver : public Base {
 public:
  explicit HttpClientOver(std::uint16_t port) : stream_(connect<Stream>(port)) {}

  void send(const std::string& bytes) override { asio::write(stream_, asio::buffer(bytes)); }

  std::optional<ClientAnswer> receive(bool is_answer_to_head) override {
    http::response_parser<http::string_body> parser;
    parser.skip(is_answer_to_head);
    parser.body_limit(64 * 1024 * 1024);
    error_code error;
    http::read(stream_, buffer_, parser, error);
    if (error) return std::nullopt;
    ClientAnswer answer{static_cast<int>(parser.get().result_int()), {}, parser.get().body()};
    for (const auto& field : parser.get()) {
      answer.headers[lower_case(std::string(field.name_string()))] = std::string(field.value());
    }
    return answer;
  }

 private:
  Stream stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

HttpClient::HttpClient(std::uint16_t port, Transport transport) {
  if (transport == Transport::kTls) {
    implementation_ = std::make_unique<HttpClientOver<Implementation, TlsStream>>(port);
  } else {
    implementation_ = std::make_unique<HttpClientOver<Implementation, PlainStream>>(port);
  }
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

void HttpClient::send(const std::string& bytes) {
  implementation_->send(bytes);
}

std::optional<ClientAnswer> HttpClient::receive(bool is_answer_to_head) {
  return implementation_->receive(is_answer_to_head);
}

std::string request_text(const std::string& method, const std::string& target, const std::string& body,
                         const std::string& headers) {
  const std::string length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + length + "\r\n" + body;
}

class ChannelClient::Implementation {
 public:
  virtual ~Implementation() = default;
  virtual std::string receive() = 0;
};

namespace {

template <class Base, class Stream>
class ChannelClientOver : public Base {
 public:
  ChannelClientOver(std::uint16_t port, const std::string& path) : socket_(connect<Stream>(port)) {
    socket_.read_message_max(0);
    socket_.handshake("127.0.0.1", path);
  }

  std::string receive() override {
    beast::flat_buffer buffer;
    error_code error;
    socket_.read(buffer, error);
    if (error == websocket::error::closed) return "closed " + std::to_string(socket_.reason().code);
    return error ? "lost" : beast::buffers_to_string(buffer.data());
  }

 private:
  websocket::stream<Stream> socket_;
};

}  // namespace

ChannelClient::ChannelClient(std::uint16_t port, const std::string& path, Transport transport) {
  if (transport == Transport::kTls) {
    implementation_ = std::make_unique<ChannelClientOver<Implementation, TlsStream>>(port, path);
  } else {
    implementation_ = std::make_unique<ChannelClientOver<Implementation, PlainStream>>(port, path);
  }
}
ChannelClient::~ChannelClient() = default;

std::string ChannelClient::receive() {
  return implementation_->receive();
}

TestCertificate::TestCertificate(const std::filesystem::path& folder)
    : certificate(folder / "certificate.pem"), private_key(folder / "key.pem") {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate made(X509_new(), &X509_free);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  X509_sign(made.get(), key.get(), EVP_sha256());
  PEM_write_X509(open(certificate).get(), made.get());
  PEM_write_PrivateKey(open(private_key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

bool takes_outdated_tls(std::uint16_t port) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  // Otherwise OpenSSL itself refuses so old a version.
  SSL_CTX_set_cipher_list(context.native_handle(), "DEFAULT:@SECLEVEL=0");
  TlsStream stream(client_io(), context);
  beast::get_lowest_layer(stream).connect({asio::ip::make_address("127.0.0.1"), port});
  error_code error;
  stream.handshake(asio::ssl::stream_base::client, error);
  return !error;
}

}  // namespace sonolist::plugin
