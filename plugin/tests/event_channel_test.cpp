// Event channels through the listener: real WebSockets.

#include <gmock/gmock.h>

#include <thread>

#include "plugin/listener/listener.h"
#include "plugin/tests/listener_client.h"
#include "plugin/tests/samples.h"

namespace sonolist::plugin {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr const char* kRoot = "/dicom-web/ws/subscribers/";
constexpr const char* kSecondRoot = "/dicom-web/workitems/ws/subscribers/";

EventFrame frame(const std::string& text) {
  return std::make_shared<const std::string>(text);
}

class EventChannelTest : public testing::Test {
 protected:
  EventChannelTest() { settings_.port = 0; }

  void listen() {
    listener_.emplace(
        settings_, std::vector<std::string>{kRoot, kSecondRoot},
        [](const HttpRequest&) { return error_response(404, "nothing"); }, channels_, log_, limits_);
    listener_->start();
    const std::string url = listener_->url();
    port_ = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }

  std::string path(const std::string& ae_title) const { return kRoot + ae_title; }

  // The end of a channel is noticed in another thread.
  void wait_for_channels(std::size_t count) const {
    for (int i = 0; i < 6000 && channels_.size() != count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(channels_.size(), count);
  }

  // The status of the answer to a handshake; 101: the channel is open.
  int handshake(const std::string& target, const std::string& headers = "", int version = 13) const {
    HttpClient client(port_);
    client.send(
        request_text("GET", target, "",
                     "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                     "Sec-WebSocket-Version: " +
                         std::to_string(version) + "\r\n" + headers));
    return client.receive().value().status;
  }

  ListenerSettings settings_;
  ListenerLimits limits_;
  SilentLog log_;
  ChannelRegistry channels_;
  std::optional<Listener> listener_;
  std::uint16_t port_ = 0;
};

TEST_F(EventChannelTest, SendsEachSubscriberWhatIsForIt) {
  listen();
  ChannelClient first(port_, path("READER")), second(port_, path("READER")), other(port_, path("OTHER"));
  EXPECT_EQ(channels_.size(), 3U);
  for (int i = 0; i < 100; ++i) channels_.send("READER", frame(std::to_string(i)));
  channels_.send("NOBODY", frame("lost"));
  channels_.send_to_all(frame("for all"));
  for (ChannelClient* client : {&first, &second}) {
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client->receive(), std::to_string(i));
    EXPECT_EQ(client->receive(), "for all");
  }
  EXPECT_EQ(other.receive(), "for all");
}

TEST_F(EventChannelTest, WorksOverTls) {
  const TemporaryFolder folder;
  const TestCertificate certificate(folder.path());
  settings_.certificate_file = certificate.certificate;
  settings_.private_key_file = certificate.private_key;
  listen();
  EXPECT_THAT(listener_->channel_url("A"), HasSubstr("wss://127.0.0.1:"));
  ChannelClient client(port_, path("A"), Transport::kTls);
  channels_.send("A", frame(std::string(200'000, 'x')));
  EXPECT_EQ(client.receive(), std::string(200'000, 'x'));
  std::thread stop([this] { listener_->stop(); });
  EXPECT_EQ(client.receive(), "closed 1001");
  stop.join();
}

TEST_F(EventChannelTest, EndsAChannelWhoseClientDoesNotClose) {
  limits_.stop_timeout = std::chrono::milliseconds(50);
  listen();
  ChannelClient client(port_, path("A"));
  listener_->stop();
  EXPECT_EQ(channels_.size(), 0U);
  EXPECT_THAT(client.receive(), AnyOf("closed 1001", "lost"));
}

TEST_F(EventChannelTest, TakesOnlyAHandshakeForAnAeTitle) {
  listen();
  HttpClient client(port_);
  client.send(request_text("GET", path("A")));
  EXPECT_EQ(client.receive().value().status, 426);
  EXPECT_EQ(handshake(kRoot), 404);  // the slash at the end does not count: this is no channel's path
  EXPECT_EQ(handshake(path("AN-AE-TITLE-OF-17")), 400);
  EXPECT_EQ(handshake(path("a%5Cb")), 400);
  EXPECT_EQ(handshake(path("a/b")), 400);
  EXPECT_EQ(handshake("/elsewhere/A"), 404);
  EXPECT_EQ(handshake(path("READER%201")), 101);
  EXPECT_EQ(handshake(std::string(kSecondRoot) + "A"), 101);
  EXPECT_EQ(handshake(path("A"), "", 12), 426);
}

TEST_F(EventChannelTest, AdmitsLikeEveryRequest) {
  settings_.users = Users{{"user", "secret"}};
  listen();
  const std::string user = "Authorization: Basic dXNlcjpzZWNyZXQ=\r\n";
  EXPECT_EQ(handshake(path("A")), 401);
  EXPECT_EQ(handshake(path("A"), user + "Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(handshake(path("A"), user + "Origin: http://127.0.0.1\r\n"), 101);
}

TEST_F(EventChannelTest, ForgetsAChannelThatItsClientLeaves) {
  listen();
  {
    ChannelClient client(port_, path("A"));
    EXPECT_EQ(channels_.size(), 1U);
  }
  wait_for_channels(0);
  channels_.send("A", frame("lost"));
}

TEST_F(EventChannelTest, DisconnectsASlowReaderAndNobodyElse) {
  limits_.waiting_frames = 4;
  listen();
  ChannelClient slow(port_, path("SLOW")), quick(port_, path("QUICK"));
  const EventFrame large = frame(std::string(4 * 1024 * 1024, 'x'));
  // More than sockets buffer.
  for (int i = 0; i < 16 && channels_.size() == 2; ++i) {
    channels_.send("SLOW", large);
    channels_.send("QUICK", frame(std::to_string(i)));
    EXPECT_EQ(quick.receive(), std::to_string(i));
  }
  wait_for_channels(1);
  channels_.send("QUICK", frame("still there"));
  EXPECT_EQ(quick.receive(), "still there");
}

TEST_F(EventChannelTest, NoticesAPeerThatAnswersNoPing) {
  limits_.idle_timeout = std::chrono::milliseconds(100);
  listen();
  const ChannelClient silent(port_, path("A"));  // answers pings only while it reads
  wait_for_channels(0);
}

TEST_F(EventChannelTest, ClosesAfterTheFramesThatWait) {
  listen();
  ChannelClient client(port_, path("A"));
  for (int i = 0; i < 50; ++i) channels_.send("A", frame(std::to_string(i)));
  std::thread stop([this] { listener_->stop(); });
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.receive(), std::to_string(i));
  EXPECT_EQ(client.receive(), "closed 1001");
  stop.join();
  EXPECT_EQ(channels_.size(), 0U);
}

TEST_F(EventChannelTest, GreetsEachAeOnceAndFirst) {
  listen();
  channels_.greet_once({"A", "B"}, frame("hello"));
  ChannelClient first(port_, path("A")), second(port_, path("A")), stranger(port_, path("C"));
  channels_.send_to_all(frame("event"));
  EXPECT_EQ(first.receive(), "hello");
  for (ChannelClient* client : {&first, &second, &stranger}) EXPECT_EQ(client->receive(), "event");
}

}  // namespace
}  // namespace sonolist::plugin
