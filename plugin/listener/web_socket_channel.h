// An event channel: the WebSocket (RFC 6455, version 13) of one subscriber.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "plugin/events/event_channel.h"
#include "plugin/listener/beast.h"
#include "plugin/listener/connection_set.h"
#include "plugin/listener/listener_services.h"

namespace sonolist::plugin {

// What the peer sends is read and dropped. A peer that answers no ping within the idle time-out, or that leaves more
// than limits.waiting_frames unread, is disconnected. All but send(), stop() and abort() runs in the strand of
// `stream`.
template <class Stream>
class WebSocketChannel : public EventChannel,
                         public Connection,
                         public std::enable_shared_from_this<WebSocketChannel<Stream>> {
 public:
  WebSocketChannel(Stream stream, const ListenerServices& services, http::request<http::string_body> handshake);

  // Answers the handshake. The channel is registered before: a client that subscribes as soon as the channel is open
  // misses nothing.
  void open(const std::string& ae_title);

  void send(EventFrame frame) override;

  // Closes with "going away" after the frames that wait.
  void stop() override;
  void abort() override;

 private:
  void read();
  void enqueue(EventFrame frame);
  void write_next();
  void close_if_drained();
  void end();

  websocket::stream<Stream> socket_;
  const ListenerServices& services_;
  const http::request<http::string_body> handshake_;
  beast::flat_buffer input_;
  std::deque<EventFrame> waiting_;  // the first one is being written
  bool is_open_ = false;
  bool is_writing_ = false;
  bool is_stopping_ = false;
};

extern template class WebSocketChannel<PlainStream>;
extern template class WebSocketChannel<TlsStream>;

}  // namespace sonolist::plugin
