// A server on a free port of the loopback address that answers as a test wants.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sonolist::processor {

// Each connection has one request: `answer` gets it as it came (head and body) and gives the bytes to send, whatever
// they are; then the connection is closed. One connection at a time.
class FakeServer {
 public:
  using Answer = std::function<std::string(const std::string& request)>;

  explicit FakeServer(Answer answer)
      : answer_(std::move(answer)),
        acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
        thread_([this] { run(); }) {}
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer() {
    ending_ = true;
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket last(context_);  // wakes accept() up
    last.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }

  std::string host() const { return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
  std::string url() const { return "http://" + host() + "/dicom-web"; }
  std::vector<std::string> requests() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return requests_;
  }

 private:
  void run() {
    while (true) {
      boost::asio::ip::tcp::socket socket(context_);
      acceptor_.accept(socket);
      if (ending_) return;
      try {
        const std::string request = read_request(socket);
        {
          const std::lock_guard<std::mutex> lock(mutex_);
          requests_.push_back(request);
        }
        boost::asio::write(socket, boost::asio::buffer(answer_(request)));
      } catch (const boost::system::system_error&) {
        // The client went away.
      }
    }
  }

  static std::string read_request(boost::asio::ip::tcp::socket& socket) {
    std::string text;
    const std::size_t head = boost::asio::read_until(socket, boost::asio::dynamic_buffer(text), "\r\n\r\n");
    const std::size_t field = text.find("Content-Length: ");
    const std::size_t length = field < head ? std::stoul(text.substr(field + 16)) : 0;
    if (text.size() < head + length) {
      boost::asio::read(socket, boost::asio::dynamic_buffer(text),
                        boost::asio::transfer_exactly(head + length - text.size()));
    }
    return text;
  }

  const Answer answer_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> ending_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::thread thread_;
};

// An HTTP answer with a body of its own length.
inline std::string http_answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace sonolist::processor
