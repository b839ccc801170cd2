#include <gtest/gtest.h>

#include "dicom_sr/workitem/tags.h"
#include "plugin/subscriptions/subscription_service.h"
#include "plugin/tests/memory_subscription_store.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/search_query.h"
#include "plugin/worklist/sql/sql_worklist_store.h"

namespace sonolist::plugin {
namespace {

// 'N' not subscribed, 'L' with lock, 'U' without.
class Subscriptions : public testing::Test {
 protected:
  void add(const std::string& uid, const std::string& label = "SONOLIST") {
    Workitem workitem = sample_workitem(uid);
    dicom::set_string(workitem.item, dicom::tag::kWorklistLabel, "LO", label);
    ASSERT_TRUE(worklist_.create(workitem));
    ++count_;
  }
  char state(const std::string& uid, const std::string& ae_title = "AE") {
    for (const Subscriber& subscriber : service_.subscribers(*worklist_.find(uid))) {
      if (subscriber.ae_title == ae_title) return subscriber.deletion_lock ? 'L' : 'U';
    }
    return 'N';
  }
  // Number of initial reports since the last call.
  std::size_t events() {
    const std::size_t count = store_.events.size();
    for (const WorkitemEvent& event : store_.events) EXPECT_EQ(event.recipient, "AE");
    store_.events.clear();
    return count;
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlWorklistStore worklist_{database_, time_.clock()};
  std::int64_t count_ = 0;
  MemorySubscriptionStore store_{[this] { return count_; }};
  SubscriptionService service_{store_, worklist_};
};

// PS3.4 table CC.2.3-2, row by row.
TEST_F(Subscriptions, NewWorkitemsFollowTheGlobalState) {
  add("1.1");
  EXPECT_EQ(state("1.1"), 'N');
  service_.subscribe_globally("AE", true, {});
  add("1.2");
  EXPECT_EQ(state("1.2"), 'L');
  service_.unsubscribe_globally("AE");
  service_.subscribe_globally("AE", false, {});
  add("1.3");
  EXPECT_EQ(state("1.3"), 'U');
}

TEST_F(Subscriptions, GlobalWithLockTakesWhatIsNotSubscribed) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) add(uid);
  service_.subscribe("AE", "1.1", false);
  service_.subscribe("AE", "1.2", true);
  EXPECT_EQ(events(), 2u);
  service_.subscribe_globally("AE", true, {});
  EXPECT_EQ(events(), 1u);
  EXPECT_EQ(state("1.1"), 'U');
  EXPECT_EQ(state("1.2"), 'L');
  EXPECT_EQ(state("1.3"), 'L');
}

TEST_F(Subscriptions, GlobalWithoutLockSendsNoEvent) {
  add("1.1");
  service_.subscribe_globally("AE", false, {});
  EXPECT_EQ(events(), 0u);
  EXPECT_EQ(state("1.1"), 'U');
}

TEST_F(Subscriptions, AnotherLockCountsForLaterWorkitemsOnly) {
  add("1.1");
  service_.subscribe_globally("AE", false, {});
  service_.subscribe_globally("AE", true, {});
  add("1.2");
  EXPECT_EQ(state("1.1"), 'U');
  EXPECT_EQ(state("1.2"), 'L');
  EXPECT_EQ(events(), 0u);
  service_.subscribe_globally("AE", false, {});
  add("1.3");
  EXPECT_EQ(state("1.2"), 'L');
  EXPECT_EQ(state("1.3"), 'U');
}

TEST_F(Subscriptions, SubscribingOneAlwaysReports) {
  add("1.1");
  EXPECT_TRUE(service_.subscribe("AE", "1.1", true));
  EXPECT_EQ(state("1.1"), 'L');
  EXPECT_TRUE(service_.subscribe("AE", "1.1", true));
  EXPECT_TRUE(service_.subscribe("AE", "1.1", false));
  EXPECT_EQ(state("1.1"), 'U');
  EXPECT_EQ(events(), 3u);
  EXPECT_FALSE(service_.subscribe("AE", "1.9", true));
}

TEST_F(Subscriptions, UnsubscribingOneLeavesTheOthers) {
  add("1.1");
  add("1.2");
  service_.subscribe_globally("AE", true, {});
  EXPECT_TRUE(service_.unsubscribe("AE", "1.1"));
  EXPECT_EQ(state("1.1"), 'N');
  EXPECT_EQ(state("1.2"), 'L');
  EXPECT_FALSE(service_.unsubscribe("AE", "1.9"));
  service_.subscribe_globally("AE", false, {});
  EXPECT_EQ(state("1.1"), 'U') << "who left comes back with the lock of the new subscription";
  EXPECT_EQ(state("1.2"), 'L');
}

TEST_F(Subscriptions, UnsubscribingGloballyEndsAll) {
  add("1.1");
  add("1.2");
  service_.subscribe("AE", "1.1", true);
  service_.subscribe_globally("AE", true, {});
  service_.unsubscribe_globally("AE");
  add("1.3");
  for (const char* uid : {"1.1", "1.2", "1.3"}) EXPECT_EQ(state(uid), 'N');
}

TEST_F(Subscriptions, SuspendingKeepsWhatIsThere) {
  add("1.1");
  service_.subscribe_globally("AE", true, {});
  service_.suspend("AE");
  add("1.2");
  EXPECT_EQ(state("1.1"), 'L');
  EXPECT_EQ(state("1.2"), 'N');
  events();
  service_.subscribe_globally("AE", true, {});
  EXPECT_EQ(events(), 1u);
  EXPECT_EQ(state("1.2"), 'L');
}

TEST_F(Subscriptions, AFilterPicksPresentAndFutureWorkitems) {
  add("1.1", "A");
  add("1.2", "B");
  service_.subscribe_globally("AE", true, {{"WorklistLabel", "A"}, {"ProcedureStepState", "SCHEDULED"}});
  EXPECT_EQ(events(), 1u);
  add("1.3", "A");
  add("1.4", "B");
  EXPECT_EQ(state("1.1"), 'L');
  EXPECT_EQ(state("1.2"), 'N');
  EXPECT_EQ(state("1.3"), 'L');
  EXPECT_EQ(state("1.4"), 'N');
  EXPECT_THROW(service_.subscribe_globally("AE", true, {{"WorklistLabl", "A"}}), InvalidQuery);
}

TEST_F(Subscriptions, SubscribingAgainAndAgainLeavesOneRange) {
  for (int i = 0; i < 5; ++i) {
    service_.subscribe_globally("AE", false, {});
    add("1." + std::to_string(i + 1));
    service_.suspend("AE");
  }
  EXPECT_EQ(store_.of_subscriber("AE").ranges.size(), 1u);
}

TEST_F(Subscriptions, EventsReachTheirRecipients) {
  add("1.1");
  service_.subscribe("AE", "1.1", false);
  service_.subscribe_globally("OTHER", true, {});
  StoredEvent stored{1, time_.now(), {WorkitemEvent::Type::kStateReport, "1.1", Json::object()}};
  EXPECT_EQ(service_.recipients(stored), (std::vector<std::string>{"AE", "OTHER"}));
  stored.event.recipient = "AE";
  EXPECT_EQ(service_.recipients(stored), (std::vector<std::string>{"AE"}));
  EXPECT_TRUE(service_.is_deletion_locked(*worklist_.find("1.1")));
  service_.unsubscribe_globally("OTHER");
  EXPECT_FALSE(service_.is_deletion_locked(*worklist_.find("1.1")));
}

}  // namespace
}  // namespace sonolist::plugin
