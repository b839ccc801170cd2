#include "plugin/audit/syslog/syslog_sender.h"

#include <gmock/gmock.h>

#include <thread>

#include "plugin/tests/fake_pacs.h"

namespace sonolist::plugin {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

// What a server took, and whether it takes anything. Outlives the transport.
struct FakeServer {
  std::mutex mutex;
  std::vector<std::string> taken;
  std::atomic<bool> refuses{false};
  std::atomic<bool> hangs{false};
  std::atomic<int> calls{0};

  std::vector<std::string> records() {
    const std::lock_guard<std::mutex> lock(mutex);
    return taken;
  }
};

class FakeTransport : public SyslogTransport {
 public:
  explicit FakeTransport(FakeServer& server) : server_(server) {}

  void send(const std::string& record, const std::atomic<bool>& give_up) override {
    ++server_.calls;
    while (server_.hangs && !give_up) std::this_thread::sleep_for(milliseconds(1));
    if (server_.refuses || give_up) throw SyslogError("the syslog server refuses");
    const std::lock_guard<std::mutex> lock(server_.mutex);
    server_.taken.push_back(record);
  }

 private:
  FakeServer& server_;
};

class SyslogSenderTest : public testing::Test {
 protected:
  SyslogSender& sender(std::size_t waiting = 100) {
    limits_.waiting_records = waiting;
    limits_.record_bytes = 10;
    limits_.first_pause = milliseconds(1);
    limits_.longest_pause = milliseconds(5);
    limits_.farewell = milliseconds(200);
    sender_ = std::make_unique<SyslogSender>(std::make_unique<FakeTransport>(server_), log_, limits_);
    return *sender_;
  }

  void wait_for(const std::function<bool()>& condition) {
    for (int i = 0; i < 5000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(1));
    ASSERT_TRUE(condition());
  }

  SyslogLimits limits_;
  FakeServer server_;
  QuietLog log_;
  std::unique_ptr<SyslogSender> sender_;
};

TEST_F(SyslogSenderTest, SendsInOrderAndWhatWaitsBeforeItEnds) {
  SyslogSender& sender = this->sender();
  sender.offer("before");
  sender.start();
  for (const char* record : {"1", "2", "3"}) sender.offer(record);
  sender.stop();
  EXPECT_THAT(server_.records(), ElementsAre("before", "1", "2", "3"));
  EXPECT_EQ(sender.dropped(), 0U);
  EXPECT_EQ(log_.errors, 0);
}

TEST_F(SyslogSenderTest, TriesAgainUntilTheServerTakesIt) {
  SyslogSender& sender = this->sender();
  server_.refuses = true;
  sender.start();
  sender.offer("1");
  sender.offer("2");
  wait_for([this] { return server_.calls > 3; });
  EXPECT_EQ(log_.errors, 1);  // not one for each try
  server_.refuses = false;
  wait_for([this] { return server_.records().size() == 2; });
  EXPECT_THAT(server_.records(), ElementsAre("1", "2"));
  wait_for([this] { return log_.warnings == 1; });
  sender.stop();
}

TEST_F(SyslogSenderTest, CountsAndReportsWhatDoesNotFit) {
  SyslogSender& sender = this->sender(3);
  server_.hangs = true;
  sender.start();
  for (const char* record : {"1", "2", "3", "4", "5"}) sender.offer(record);
  EXPECT_EQ(sender.dropped(), 2U);
  EXPECT_EQ(log_.errors, 1);  // once in a row
  server_.hangs = false;
  wait_for([this] { return server_.records().size() == 3; });
  sender.offer("6");
  sender.stop();
  EXPECT_THAT(server_.records(), ElementsAre("1", "2", "3", "6"));
  EXPECT_EQ(log_.warnings, 1);
}

TEST_F(SyslogSenderTest, DropsWhatNoServerTakes) {
  SyslogSender& sender = this->sender();
  sender.start();
  sender.offer(std::string(11, 'x'));
  sender.offer("1");
  sender.stop();
  EXPECT_THAT(server_.records(), ElementsAre("1"));
  EXPECT_EQ(sender.dropped(), 1U);
  EXPECT_EQ(log_.errors, 1);
}

TEST_F(SyslogSenderTest, EndsInTimeWhenTheServerHangs) {
  SyslogSender& sender = this->sender();
  server_.hangs = true;
  sender.start();
  sender.offer("1");
  sender.offer("2");
  const auto before = std::chrono::steady_clock::now();
  sender.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  EXPECT_EQ(sender.dropped(), 2U);
  sender.offer("3");
  EXPECT_EQ(sender.dropped(), 3U);
}

}  // namespace
}  // namespace sonolist::plugin
