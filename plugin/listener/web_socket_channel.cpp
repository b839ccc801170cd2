#include "plugin/listener/web_socket_channel.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kLongestMessageOfPeer = 64 * 1024;

}  // namespace

template <class Stream>
WebSocketChannel<Stream>::WebSocketChannel(Stream stream, const ListenerServices& services,
                                           http::request<http::string_body> handshake)
    : Connection(services.connections),
      socket_(std::move(stream)),
      services_(services),
      handshake_(std::move(handshake)) {}

template <class Stream>
void WebSocketChannel<Stream>::open(const std::string& ae_title) {
  beast::get_lowest_layer(socket_).expires_never();  // the WebSocket has a clock of its own
  socket_.set_option(
      websocket::stream_base::timeout{services_.limits.idle_timeout, services_.limits.idle_timeout, true});
  socket_.read_message_max(kLongestMessageOfPeer);
  socket_.text(true);
  services_.channels.add(ae_title, this->shared_from_this());
  socket_.async_accept(handshake_, [self = this->shared_from_this()](error_code error) {
    if (error) return;
    self->is_open_ = true;
    self->read();
    self->write_next();
  });
}

template <class Stream>
void WebSocketChannel<Stream>::send(EventFrame frame) {
  asio::post(socket_.get_executor(),
             [self = this->shared_from_this(), frame = std::move(frame)] { self->enqueue(frame); });
}

template <class Stream>
void WebSocketChannel<Stream>::stop() {
  asio::post(socket_.get_executor(), [self = this->shared_from_this()] {
    self->is_stopping_ = true;
    self->close_if_drained();
  });
}

template <class Stream>
void WebSocketChannel<Stream>::abort() {
  asio::post(socket_.get_executor(), [self = this->shared_from_this()] { self->end(); });
}

// Also answers pings and close frames, and notices the end of the connection; the loop then lets the channel go.
template <class Stream>
void WebSocketChannel<Stream>::read() {
  input_.clear();
  socket_.async_read(
      input_, [self = this->shared_from_this()](error_code error, std::size_t) { error ? self->end() : self->read(); });
}

template <class Stream>
void WebSocketChannel<Stream>::enqueue(EventFrame frame) {
  if (is_stopping_) return;
  if (waiting_.size() >= services_.limits.waiting_frames) {
    services_.log.warning("Sonolist: a subscriber reads its events too slowly and is disconnected");
    return end();
  }
  waiting_.push_back(std::move(frame));
  write_next();
}

template <class Stream>
void WebSocketChannel<Stream>::write_next() {
  if (!is_open_ || is_writing_ || waiting_.empty()) return close_if_drained();
  is_writing_ = true;
  socket_.async_write(asio::buffer(*waiting_.front()),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        self->is_writing_ = false;
                        if (error) return self->end();
                        self->waiting_.pop_front();
                        self->write_next();
                      });
}

template <class Stream>
void WebSocketChannel<Stream>::close_if_drained() {
  if (!is_stopping_ || !is_open_ || is_writing_ || !waiting_.empty()) return;
  is_open_ = false;
  socket_.async_close(websocket::close_code::going_away, [self = this->shared_from_this()](error_code) {});
}

template <class Stream>
void WebSocketChannel<Stream>::end() {
  is_stopping_ = true;
  is_open_ = false;
  beast::get_lowest_layer(socket_).close();
}

template class WebSocketChannel<PlainStream>;
template class WebSocketChannel<TlsStream>;

}  // namespace sonolist::plugin
