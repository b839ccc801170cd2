#include "plugin/listener/http_connection.h"

#include <type_traits>

#include "plugin/listener/web_socket_channel.h"

namespace sonolist::plugin {
namespace {

template <class Stream>
constexpr bool kIsTls = std::is_same_v<Stream, TlsStream>;

HttpResponse method_refusal() {
  HttpResponse response = error_response(405, "Known methods are GET, HEAD, POST, PUT, DELETE and OPTIONS");
  response.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  return response;
}

HttpResponse overload_refusal() {
  HttpResponse response = error_response(503, "Too many connections or requests at the same time: try again later");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

template <class Stream>
HttpConnection<Stream>::HttpConnection(Stream stream, const ListenerServices& services)
    : Connection(services.connections),
      stream_(std::move(stream)),
      executor_(stream_.get_executor()),
      services_(services) {}

template <class Stream>
void HttpConnection<Stream>::run() {
  asio::dispatch(executor_, [self = this->shared_from_this()] {
    if constexpr (kIsTls<Stream>) {
      self->transport().expires_after(self->services_.limits.idle_timeout);
      self->stream_.async_handshake(asio::ssl::stream_base::server, [self](error_code error) {
        if (!error) self->read_head();
      });
    } else {
      self->read_head();
    }
  });
}

template <class Stream>
void HttpConnection<Stream>::stop() {
  asio::post(executor_, [self = this->shared_from_this()] {
    self->is_stopping_ = true;
    if (self->is_idle_) self->close();
  });
}

template <class Stream>
void HttpConnection<Stream>::abort() {
  asio::post(executor_, [self = this->shared_from_this()] {
    self->is_stopping_ = true;
    if (!self->is_handed_over_) self->close();
  });
}

template <class Stream>
void HttpConnection<Stream>::read_head() {
  if (is_stopping_) return close();
  is_idle_ = true;
  request_.reset();
  parser_.emplace();
  parser_->header_limit(services_.limits.header_bytes);
  parser_->body_limit(services_.limits.body_bytes);
  // One deadline for the whole request: a client that sends it byte by byte does not prolong it.
  transport().expires_after(services_.limits.idle_timeout);
  http::async_read_header(stream_, buffer_, *parser_, then(&HttpConnection::on_head));
}

template <class Stream>
void HttpConnection<Stream>::on_head(error_code error) {
  if (error) return on_parse_error(error);
  is_idle_ = false;
  const auto& head = parser_->get().base();
  request_ = convert_head(head);
  // Handlers build absolute URLs.
  if (request_ && kIsTls<Stream>) request_->headers["x-forwarded-proto"] = "https";
  if (auto refused = refusal()) return refuse(std::move(*refused));
  if (const auto ae_title = below_root(request_->path, services_.channel_roots)) return open_channel(*ae_title);
  if (beast::iequals(head[http::field::expect], "100-continue")) return continue_with_body();
  read_body();
}

template <class Stream>
void HttpConnection<Stream>::on_parse_error(error_code error) {
  if (error == http::error::header_limit) return refuse(error_response(431, "The head of the request is too long"));
  if (error == http::error::body_limit) {
    return refuse(
        error_response(413, "The body is longer than " + std::to_string(services_.limits.body_bytes) + " bytes"));
  }
  // Neither the end of a connection between two requests nor a time-out is worth an answer.
  const bool is_malformed = error.category() == make_error_code(http::error::bad_method).category() &&
                            error != http::error::end_of_stream && error != http::error::partial_message;
  if (is_malformed) return refuse(error_response(400, "The request is malformed: " + error.message()));
  close();
}

// What is decided before the body is read.
template <class Stream>
std::optional<HttpResponse> HttpConnection<Stream>::refusal() const {
  if (services_.connections.size() > services_.limits.connections) return overload_refusal();
  if (!is_known_method(parser_->get().method())) return method_refusal();
  if (!request_) return error_response(400, "The target of the request is malformed");
  return services_.admission.refusal(*request_);
}

template <class Stream>
void HttpConnection<Stream>::open_channel(const std::string& ae_title) {
  if (!is_ae_title(ae_title)) return refuse(error_response(400, "The path of an event channel ends with an AE title"));
  // Nothing may follow the handshake before it is answered.
  if (!websocket::is_upgrade(parser_->get()) || !parser_->is_done() || buffer_.size() > 0) {
    HttpResponse response = error_response(426, "An event channel is opened by a WebSocket handshake");
    response.headers.emplace_back("Upgrade", "websocket");
    return refuse(std::move(response));
  }
  is_handed_over_ = true;
  const auto channel = std::make_shared<WebSocketChannel<Stream>>(std::move(stream_), services_, parser_->release());
  services_.connections.add(channel);
  channel->open(ae_title);
}

template <class Stream>
void HttpConnection<Stream>::continue_with_body() {
  response_.emplace(http::status::continue_, parser_->get().version());
  http::async_write(stream_, *response_, [self = this->shared_from_this()](error_code error, std::size_t) {
    error ? self->close() : self->read_body();
  });
}

template <class Stream>
void HttpConnection<Stream>::read_body() {
  http::async_read(stream_, buffer_, *parser_, then(&HttpConnection::on_body));
}

template <class Stream>
void HttpConnection<Stream>::on_body(error_code error) {
  if (error) return on_parse_error(error);
  transport().expires_never();  // the client waits for us
  request_->body = std::move(parser_->get().body());
  const bool accepted = services_.threads.submit([self = this->shared_from_this()] {
    HttpResponse response = answer_safely(self->services_.handler, *self->request_, self->services_.log);
    asio::post(self->executor_, [self, response = std::move(response)] { self->respond(response); });
  });
  if (!accepted) respond(overload_refusal());
}

template <class Stream>
void HttpConnection<Stream>::respond(const HttpResponse& response) {
  const auto& head = parser_->get();
  if (is_stopping_ || !head.keep_alive()) is_last_ = true;
  response_ = convert_response(response, head.version(), !is_last_, head.method() != http::verb::head);
  transport().expires_after(services_.limits.write_timeout);
  http::async_write(stream_, *response_, then(&HttpConnection::on_written));
}

// The rest of the request is not read, so that nothing can follow it.
template <class Stream>
void HttpConnection<Stream>::refuse(HttpResponse response) {
  is_idle_ = false;
  if (!parser_->is_done()) is_last_ = true;
  respond(response);
}

template <class Stream>
void HttpConnection<Stream>::on_written(error_code error) {
  if (error) return close();
  if (is_last_) return linger();
  read_head();
}

// Says that nothing more comes, but closes only when the client has read it: a socket that is closed with unread input
// resets the connection, and the answer is lost.
template <class Stream>
void HttpConnection<Stream>::linger() {
  if (is_stopping_) return close();
  is_idle_ = true;
  transport().expires_after(services_.limits.linger_timeout);
  if constexpr (kIsTls<Stream>) {
    stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->close(); });
  } else {
    error_code ignored;
    transport().socket().shutdown(tcp::socket::shutdown_send, ignored);
    drain();
  }
}

template <class Stream>
void HttpConnection<Stream>::drain() {
  buffer_.clear();
  transport().async_read_some(
      buffer_.prepare(16 * 1024),
      [self = this->shared_from_this()](error_code error, std::size_t) { error ? self->close() : self->drain(); });
}

template <class Stream>
void HttpConnection<Stream>::close() {
  transport().close();
}

template class HttpConnection<PlainStream>;
template class HttpConnection<TlsStream>;

}  // namespace sonolist::plugin
