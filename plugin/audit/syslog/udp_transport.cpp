#include "plugin/audit/syslog/udp_transport.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

namespace sonolist::plugin {

namespace asio = boost::asio;

class UdpTransport::Connection {
 public:
  explicit Connection(const SyslogSettings& settings) : socket_(context_) {
    asio::ip::udp::resolver resolver(context_);
    asio::connect(socket_, resolver.resolve(settings.host, std::to_string(settings.port)));
  }

  void send(const std::string& record) { socket_.send(asio::buffer(record)); }

 private:
  asio::io_context context_;
  asio::ip::udp::socket socket_;
};

UdpTransport::UdpTransport(const SyslogSettings& settings) : settings_(settings) {}

UdpTransport::~UdpTransport() = default;

void UdpTransport::send(const std::string& record, const std::atomic<bool>& /*give_up*/) {
  try {
    if (!connection_) connection_ = std::make_unique<Connection>(settings_);
    connection_->send(record);
  } catch (const boost::system::system_error& error) {
    connection_.reset();  // the name may have another address by now
    throw SyslogError("the syslog server " + settings_.host + ", UDP port " + std::to_string(settings_.port) + ": " +
                      error.code().message());
  }
}

}  // namespace sonolist::plugin
