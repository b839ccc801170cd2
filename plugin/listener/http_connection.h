// One HTTP/1.1 connection of the listener, plain or TLS.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "plugin/listener/connection_set.h"
#include "plugin/listener/http_conversion.h"
#include "plugin/listener/listener_services.h"

namespace sonolist::plugin {

// Requests of one connection are answered one after the other. Everything but stop() runs in the strand of `stream`.
template <class Stream>
class HttpConnection : public Connection, public std::enable_shared_from_this<HttpConnection<Stream>> {
 public:
  HttpConnection(Stream stream, const ListenerServices& services);

  void run();
  void stop() override;
  void abort() override;

 private:
  void read_head();
  void on_head(error_code error);
  void on_parse_error(error_code error);
  std::optional<HttpResponse> refusal() const;
  void open_channel(const std::string& ae_title);
  void continue_with_body();
  void read_body();
  void on_body(error_code error);
  void respond(const HttpResponse& response);
  void refuse(HttpResponse response);
  void on_written(error_code error);
  void linger();
  void drain();
  void close();

  beast::tcp_stream& transport() { return beast::get_lowest_layer(stream_); }

  // A handler that keeps the connection alive until it has run.
  template <class Member>
  auto then(Member member) {
    return [self = this->shared_from_this(), member](error_code error, std::size_t = 0) { ((*self).*member)(error); };
  }

  Stream stream_;                         // moved away when the connection becomes an event channel
  const asio::any_io_executor executor_;  // the strand
  const ListenerServices& services_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;  // of the current request
  std::optional<HttpRequest> request_;                             // nothing when its head could not be read
  std::optional<http::response<http::string_body>> response_;
  bool is_idle_ = true;   // no request is under way
  bool is_last_ = false;  // the connection ends after the current answer
  bool is_stopping_ = false;
  bool is_handed_over_ = false;  // `stream_` belongs to an event channel
};

extern template class HttpConnection<PlainStream>;
extern template class HttpConnection<TlsStream>;

}  // namespace sonolist::plugin
