#include "plugin/events/event_dispatcher.h"

#include <gmock/gmock.h>

#include "plugin/events/event_frame.h"
#include "plugin/tests/listener_client.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

StoredEvent stored(std::int64_t id, const std::string& uid = "1.2") {
  const Json content = {{"00741000", {{"vr", "CS"}, {"Value", {"SCHEDULED"}}}}};
  return {id, {}, {WorkitemEvent::Type::kStateReport, uid, content}};
}

class FakeEventLog : public EventLog {
 public:
  std::int64_t last_event() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    fail_if_asked_to();
    return events_.empty() ? 0 : events_.back().id;
  }
  std::vector<StoredEvent> events_after(std::int64_t id, std::size_t limit) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    fail_if_asked_to();
    std::vector<StoredEvent> page;
    for (const StoredEvent& event : events_) {
      if (event.id > id && page.size() < limit) page.push_back(event);
    }
    return page;
  }
  void wait_for_event(std::int64_t id, std::chrono::milliseconds) const override {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || failures_ > 0 || (!events_.empty() && events_.back().id > id); });
    fail_if_asked_to();
  }
  void stop_waiting() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  void add(const StoredEvent& event) {
    const std::lock_guard<std::mutex> lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }
  void fail(int times) {
    const std::lock_guard<std::mutex> lock(mutex_);
    failures_ = times;
    changed_.notify_all();
  }
  void remove_all_but_last() {
    const std::lock_guard<std::mutex> lock(mutex_);
    events_.erase(events_.begin(), events_.end() - 1);
  }

 private:
  void fail_if_asked_to() const {
    if (failures_ == 0) return;
    --failures_;
    throw StoreError("the disk is full");
  }

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int failures_ = 0;
  bool stopped_ = false;
  std::vector<StoredEvent> events_;
};

class FakeChannel : public EventChannel {
 public:
  void send(EventFrame frame) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ids_.push_back(Json::parse(*frame).at("00000110").at("Value").at(0).get<int>() - 1);
    changed_.notify_all();
  }
  // The events received, once there are `count`; fewer when they do not come.
  std::vector<int> received(std::size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(60), [&] { return ids_.size() >= count; });
    return ids_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> ids_;
};

class EventDispatcherTest : public testing::Test {
 protected:
  std::vector<std::string> recipients(const StoredEvent& event) {
    if (failures_of_recipients_ > 0) {
      --failures_of_recipients_;
      throw StoreError("the disk is full");
    }
    if (event.event.workitem_uid == "both") return {"A", "B"};
    return {event.event.workitem_uid};
  }

  FakeEventLog events_;
  ChannelRegistry channels_;
  SilentLog log_;
  std::atomic<int> failures_of_recipients_{0};
  std::shared_ptr<FakeChannel> a_ = std::make_shared<FakeChannel>(), b_ = std::make_shared<FakeChannel>();
  EventDispatcher dispatcher_{events_, [this](const StoredEvent& event) { return recipients(event); }, channels_, log_};
};

TEST_F(EventDispatcherTest, SendsWhatHappensAfterItsStartToThoseWhoWantIt) {
  events_.add(stored(1, "both"));
  channels_.add("A", a_);
  channels_.add("B", b_);
  dispatcher_.start();
  events_.add(stored(3, "A"));
  events_.add(stored(4, "both"));
  events_.add(stored(7, "nobody"));
  events_.add(stored(9, "B"));
  EXPECT_THAT(b_->received(2), ElementsAre(4, 9));
  EXPECT_THAT(a_->received(2), ElementsAre(3, 4));
}

TEST_F(EventDispatcherTest, NeitherLosesNorDoublesEventsWhenTheStoreFails) {
  channels_.add("A", a_);
  dispatcher_.start();
  std::vector<int> sent;
  for (int id = 1; id <= 250; ++id) {
    if (id == 50) events_.fail(2);
    if (id == 120) failures_of_recipients_ = 2;
    events_.add(stored(id, "A"));
    sent.push_back(id);
  }
  EXPECT_EQ(a_->received(sent.size()), sent);
}

TEST_F(EventDispatcherTest, StartsWhileTheStoreFails) {
  events_.add(stored(1, "A"));
  events_.fail(2);
  channels_.add("A", a_);
  dispatcher_.start();
  // Nothing tells when it has found the end of the events but an event that arrives.
  for (int id = 2; a_->received(0).empty() && id < 10'000; ++id) {
    events_.add(stored(id, "A"));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_NE(a_->received(1).at(0), 1);
}

TEST_F(EventDispatcherTest, PassesOverEventsWhileNobodyIsConnectedAndOverRemovedOnes) {
  dispatcher_.start();
  events_.add(stored(1, "A"));
  events_.add(stored(2, "A"));
  dispatcher_.stop();
  EXPECT_THAT(a_->received(0), IsEmpty());
}

TEST_F(EventDispatcherTest, EndsAtOnce) {
  dispatcher_.start();
  dispatcher_.stop();
  dispatcher_.stop();
}

Json value(const Json& frame, const char* tag) {
  return frame.at(tag).at("Value").at(0);
}

TEST(EventFrameTest, IsADataSetWithTheCommandElementsOfAnEventReport) {
  const Json frame = Json::parse(event_frame(stored(65'536, "1.2.3")));
  ASSERT_TRUE(frame.is_object());
  EXPECT_EQ(frame.at("00000002"), Json({{"vr", "UI"}, {"Value", {"1.2.840.10008.5.1.4.34.6.1"}}}));
  EXPECT_EQ(frame.at("00000110"), Json({{"vr", "US"}, {"Value", {2}}}));
  EXPECT_EQ(frame.at("00001000"), Json({{"vr", "UI"}, {"Value", {"1.2.3"}}}));
  EXPECT_EQ(frame.at("00001002"), Json({{"vr", "US"}, {"Value", {1}}}));
  EXPECT_EQ(frame.at("00741000"), Json({{"vr", "CS"}, {"Value", {"SCHEDULED"}}}));
}

TEST(EventFrameTest, KeepsMessageIdsInTheirRange) {
  EXPECT_EQ(value(Json::parse(event_frame(stored(0))), "00000110"), 1);
  EXPECT_EQ(value(Json::parse(event_frame(stored(65'534))), "00000110"), 65'535);
  EXPECT_EQ(value(Json::parse(event_frame(stored(65'535))), "00000110"), 1);
}

TEST(EventFrameTest, TellsTheStateOfTheServer) {
  const Json warm = Json::parse(restarted_frame(true)), cold = Json::parse(restarted_frame(false)),
             end = Json::parse(going_down_frame());
  for (const Json& frame : {warm, cold, end}) {
    EXPECT_EQ(value(frame, "00001002"), 4);
    EXPECT_EQ(value(frame, "00001000"), "1.2.840.10008.5.1.4.34.5");
  }
  EXPECT_EQ(value(warm, "00741242"), "RESTARTED");
  EXPECT_EQ(value(warm, "00741244"), "WARM START");
  EXPECT_EQ(value(warm, "00741246"), "WARM START");
  EXPECT_EQ(value(cold, "00741242"), "RESTARTED");
  EXPECT_EQ(value(cold, "00741244"), "COLD START");
  EXPECT_EQ(value(end, "00741242"), "GOING DOWN");
}

}  // namespace
}  // namespace sonolist::plugin
