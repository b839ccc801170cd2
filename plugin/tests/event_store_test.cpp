#include <gmock/gmock.h>

#include <thread>

#include "plugin/tests/store_test.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::hours kLong{1};  // longer than the test program may take

TEST_P(StoreTest, EventsAreReadInOrder) {
  EXPECT_EQ(events().last_event(), 0);
  store().create(sample_workitem("1.1"));
  claim_step("1.1", "hash", time_.now());
  const auto first = events().events_after(0, 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].time, time_.now());
  EXPECT_EQ(first[0].event.workitem_uid, "1.1");
  EXPECT_EQ(first[0].event.type, WorkitemEvent::Type::kStateReport);
  EXPECT_EQ(first[0].event.recipient, "");
  const auto rest = events().events_after(first[0].id, 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(events().last_event(), rest[0].id);
}

TEST_P(StoreTest, AWriterWakesTheReaderOfEvents) {
  std::thread writer([&] { store().create(sample_workitem("1.1")); });
  while (events().last_event() == 0) events().wait_for_event(0, kLong);
  writer.join();
  events().wait_for_event(0, kLong);  // is there already
}

TEST_P(StoreTest, NobodyWaitsAfterTheEnd) {
  std::thread reader([&] { events().wait_for_event(0, kLong); });
  events().stop_waiting();
  reader.join();
  events().wait_for_event(0, kLong);
}

TEST_P(StoreTest, OverdueIsWhoseMomentHasCome) {
  store().create(sample_workitem("1.1"));
  store().create(sample_workitem("1.2"));
  Workitem expiring = sample_workitem("1.3");
  dicom::set_string(expiring.item, "00404008", "DT", "20260301120005");
  store().create(expiring);
  Workitem quiet = sample_workitem("1.4");
  quiet.quiet_at = time_.now() + seconds(3);
  store().create(quiet);
  claim_step("1.1", "hash", time_.now() + seconds(10));
  const auto overdue = [&](int after, std::size_t limit = 10) {
    std::vector<std::string> found;
    for (const Workitem& step : store().overdue(time_.now() + seconds(after), limit)) found.push_back(step.uid());
    return found;
  };
  EXPECT_THAT(overdue(2), IsEmpty());
  EXPECT_THAT(overdue(3), ElementsAre("1.4"));
  EXPECT_THAT(overdue(6), ElementsAre("1.4", "1.3"));
  EXPECT_THAT(overdue(10), ElementsAre("1.4", "1.3", "1.1"));
  EXPECT_THAT(overdue(10, 2), ElementsAre("1.4", "1.3"));
  claim_step("1.4", "hash", time_.now() + seconds(20));
  cancel_step("1.3", "INPUT");
  EXPECT_THAT(overdue(10), ElementsAre("1.1"));
}

TEST_P(StoreTest, TakesOutWhatIsOverAndDoneWith) {
  for (const char* uid : {"1.1", "1.2", "1.3", "1.4", "1.5"}) store().create(sample_workitem(uid));
  for (const char* uid : {"1.1", "1.2", "1.3"}) cancel_step(uid, "INPUT");
  subscriptions().set_entry({"AE", "1.1", true, false}, {});
  intake().commit(1, {{"a", "1.9", ImageOutcome::kQueued, "", {}}});
  time_.advance(hours(2));
  cancel_step("1.4", "INPUT");
  const std::int64_t last = events().last_event();
  const TimePoint before = time_.now() - hours(1);
  const auto is_locked = [](const Workitem& workitem) { return workitem.uid() == "1.2"; };
  EXPECT_EQ(store().remove_finished(before, 1, is_locked), 2);  // an item, an event
  EXPECT_FALSE(store().find("1.1"));
  EXPECT_TRUE(store().find("1.3"));
  EXPECT_THAT(subscriptions().of_subscriber("AE").entries, IsEmpty());
  EXPECT_GT(store().remove_finished(before, 100, is_locked), 0);
  EXPECT_EQ(store().remove_finished(before, 100, is_locked), 0);
  EXPECT_THAT(uids({}), ElementsAre("1.2", "1.4", "1.5"));
  EXPECT_TRUE(intake().knows_image("a"));
  IndexedFilter filter;
  filter.accession_number = "A7";
  EXPECT_EQ(store().count(filter, 10), 3);
  for (const StoredEvent& event : events().events_after(0, 100)) EXPECT_EQ(event.event.workitem_uid, "1.4");
  EXPECT_EQ(events().last_event(), last);
  store().create(sample_workitem("1.6"));
  EXPECT_EQ(store().find("1.6")->number, 6) << "numbers are not used again";
}

TEST_P(StoreTest, KeepsWhatASubscriberWants) {
  store().create(sample_workitem("1.1"));
  store().create(sample_workitem("1.2"));
  const SubscriptionSet wanted{
      {{0, "AE", 1, std::nullopt, true, {{"PatientID", "P1"}, {"00741202", "SONOLIST"}}}, {0, "AE", 1, 2, false}},
      {{"AE", "1.2", false, false}}};
  const WorkitemEvent event{WorkitemEvent::Type::kStateReport, "1.1", Json::object(), "AE"};
  EXPECT_EQ(subscriptions().last_number(), 2);
  EXPECT_FALSE(subscriptions().set_subscriber("AE", wanted, {event}, 1)) << "a workitem came in between";
  EXPECT_THAT(subscriptions().subscribers(), IsEmpty());
  ASSERT_TRUE(subscriptions().set_subscriber("AE", wanted, {event}, 2));
  reopen();
  const SubscriptionSet found = subscriptions().for_workitem("1.2");
  ASSERT_EQ(found.ranges.size(), 2u);
  EXPECT_LT(found.ranges[0].id, found.ranges[1].id);
  EXPECT_EQ(found.ranges[0].last_number, std::nullopt);
  EXPECT_TRUE(found.ranges[0].deletion_lock);
  EXPECT_EQ(found.ranges[0].match_keys, wanted.ranges[0].match_keys);
  EXPECT_EQ(found.ranges[1].last_number, 2);
  ASSERT_EQ(found.entries.size(), 1u);
  EXPECT_FALSE(found.entries[0].is_subscribed);
  EXPECT_THAT(subscriptions().for_workitem("1.1").entries, IsEmpty());
  EXPECT_EQ(events().events_after(0, 10).back().event.recipient, "AE");
}

TEST_P(StoreTest, ASubscriberIsExchangedAsAWhole) {
  subscriptions().set_subscriber("AE", {{{0, "AE", 1}}, {{"AE", "1.1"}, {"AE", "1.2"}}}, {}, 0);
  subscriptions().set_subscriber("OTHER", {{}, {{"OTHER", "1.1"}}}, {}, 0);
  subscriptions().set_entry({"AE", "1.2", false, false}, {});
  EXPECT_THAT(subscriptions().subscribers(), ElementsAre("AE", "OTHER"));
  EXPECT_EQ(subscriptions().for_workitem("1.1").entries.size(), 2u);
  const SubscriptionSet of_ae = subscriptions().of_subscriber("AE");
  EXPECT_EQ(of_ae.ranges.size(), 1u);
  ASSERT_EQ(of_ae.entries.size(), 2u);
  EXPECT_FALSE(of_ae.entries[1].is_subscribed);
  subscriptions().set_subscriber("AE", {}, {}, 0);
  EXPECT_THAT(subscriptions().subscribers(), ElementsAre("OTHER"));
}

}  // namespace
}  // namespace sonolist::plugin
