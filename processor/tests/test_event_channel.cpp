#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <future>
#include <thread>

#include "processor/client/event_channel.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using Socket = beast::websocket::stream<Tcp::socket>;

const std::string kScheduled = R"([{"00741000":{"vr":"CS","Value":["SCHEDULED"]}}])";

// Accepts one channel at a time and does with it what the test wants; then closes it.
class FakeChannelServer {
 public:
  explicit FakeChannelServer(std::function<void(Socket&)> serve)
      : serve_(std::move(serve)),
        acceptor_(context_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this] { run(); }) {}
  ~FakeChannelServer() {
    ending_ = true;
    beast::error_code ignored;
    Tcp::socket last(context_);
    last.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/channel"; }
  std::string authorization;  // of the last channel
  std::atomic<int> channels{0};

 private:
  void run() {
    while (true) {
      Tcp::socket socket(context_);
      acceptor_.accept(socket);
      if (ending_) return;
      try {
        beast::flat_buffer buffer;
        beast::http::request<beast::http::string_body> request;
        beast::http::read(socket, buffer, request);
        authorization = std::string(request[beast::http::field::authorization]);
        Socket channel(std::move(socket));
        channel.accept(request);
        ++channels;
        serve_(channel);
      } catch (const boost::system::system_error&) {
        // The client went away.
      }
    }
  }

  const std::function<void(Socket&)> serve_;
  asio::io_context context_;
  Tcp::acceptor acceptor_;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

class EventChannelTest : public testing::Test {
 protected:
  EventChannelSettings settings(const std::string& root = "http://127.0.0.1:8042/dicom-web") const {
    EventChannelSettings result;
    result.root = root;
    result.username = "ai";
    result.password = "secret";
    result.first_pause = result.longest_pause = 1ms;
    return result;
  }
  EventChannel::Subscription to(const std::string& url) {
    return {[url] { return url; }, [this] { ++ends_; }};
  }
  void wait_for_ring() { doorbell_.wait_for(1h); }
  void wait_until_connected(bool connected) {
    while (doorbell_.connected() != connected) std::this_thread::yield();
  }
  static void read_until_closed(Socket& channel) {
    beast::flat_buffer buffer;
    channel.read(buffer);
  }

  StopRequest stop_{1h};
  Doorbell doorbell_{stop_};
  std::atomic<int> ends_{0};
};

TEST_F(EventChannelTest, ScheduledStepRings) {
  std::promise<void> connected;
  FakeChannelServer server([&](Socket& channel) {
    connected.get_future().wait();
    channel.write(asio::buffer(kScheduled));
    read_until_closed(channel);
  });
  {
    const EventChannel channel(to(server.url()), settings(), doorbell_, Log::silent());
    wait_until_connected(true);
    wait_for_ring();  // of the connection
    connected.set_value();
    wait_for_ring();  // of the event
    EXPECT_EQ(server.authorization, "Basic YWk6c2VjcmV0");
  }
  EXPECT_EQ(ends_, 1) << "a clean stop unsubscribes";
  EXPECT_FALSE(doorbell_.connected());
}

TEST_F(EventChannelTest, ChannelThatEndsIsOpenedAgain) {
  FakeChannelServer server([](Socket& channel) { channel.close(beast::websocket::close_code::going_away); });
  const EventChannel channel(to(server.url()), settings(), doorbell_, Log::silent());
  while (server.channels < 3) std::this_thread::yield();
}

TEST_F(EventChannelTest, SilentDeathIsNoticed) {
  std::promise<void> released;
  // Reads nothing, so no ping is answered.
  FakeChannelServer server([&](Socket&) { released.get_future().wait(); });
  EventChannelSettings impatient = settings();
  impatient.silence = 50ms;
  impatient.longest_pause = impatient.first_pause = 1h;
  const EventChannel channel(to(server.url()), impatient, doorbell_, Log::silent());
  wait_until_connected(true);
  wait_until_connected(false);
  released.set_value();
}

TEST_F(EventChannelTest, PasswordGoesToNoOtherHostAndNotInTheClear) {
  FakeChannelServer server([](Socket& channel) { read_until_closed(channel); });
  for (const char* root : {"http://pacs/dicom-web", "https://127.0.0.1/dicom-web"}) {
    const EventChannel channel(to(server.url()), settings(root), doorbell_, Log::silent());
    wait_until_connected(true);
    EXPECT_EQ(server.authorization, "") << root;
  }
}

TEST_F(EventChannelTest, ServerWithoutChannelsIsLeftAlone) {
  std::atomic<int> asked{0};
  const EventChannel channel({[&] {
                                ++asked;
                                return std::optional<std::string>();
                              },
                              [] {}},
                             settings(), doorbell_, Log::silent());
  while (asked < 2) std::this_thread::yield();
  EXPECT_FALSE(doorbell_.connected());
}

TEST_F(EventChannelTest, EndsWhileNobodyAnswers) {
  const EventChannel channel(
      {[]() -> std::optional<std::string> { throw ProcessorError(FailureClass::kTransient, "refused"); },
       [] { throw ProcessorError(FailureClass::kTransient, "refused"); }},
      settings(), doorbell_, Log::silent());
}

TEST(Events, OnlyScheduledStepsAreWork) {
  EXPECT_TRUE(announces_work(kScheduled));
  EXPECT_TRUE(announces_work(R"({"00741000":{"vr":"CS","Value":["SCHEDULED"]}})"));
  EXPECT_FALSE(announces_work(R"({"00741000":{"vr":"CS","Value":["IN PROGRESS"]}})"));
  for (const char* other : {"", "[]", "{}", "no JSON", "3", R"([3])"}) EXPECT_FALSE(announces_work(other)) << other;
}

TEST(SubscriberTitle, IsAnAeTitleOfThisProcessor) {
  const std::string title = subscriber_title("GPU host / 1", "one");
  EXPECT_THAT(title, testing::MatchesRegex("GPUhost-[0-9a-f]*"));
  EXPECT_LE(title.size(), 16U);
  EXPECT_EQ(title, subscriber_title("GPU host / 1", "one"));
  EXPECT_NE(title, subscriber_title("GPU host / 2", "one"));
  EXPECT_NE(title, subscriber_title("GPU host / 1", "two"));
}

}  // namespace
}  // namespace sonolist::processor
