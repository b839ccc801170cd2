// Subscriptions in memory, for tests of what stands above the store.
#pragma once

#include <algorithm>
#include <functional>

#include "plugin/worklist/subscription_store.h"

namespace sonolist::plugin {

class MemorySubscriptionStore : public SubscriptionStore {
 public:
  explicit MemorySubscriptionStore(std::function<std::int64_t()> last_number) : last_number_(std::move(last_number)) {}

  std::vector<WorkitemEvent> events;

  SubscriptionSet for_workitem(const std::string& workitem_uid) const override {
    SubscriptionSet set{all_.ranges, {}};
    std::copy_if(all_.entries.begin(), all_.entries.end(), std::back_inserter(set.entries),
                 [&](const SubscriptionEntry& entry) { return entry.workitem_uid == workitem_uid; });
    return set;
  }
  SubscriptionSet of_subscriber(const std::string& ae_title) const override {
    SubscriptionSet set;
    const auto is_theirs = [&](const auto& row) { return row.ae_title == ae_title; };
    std::copy_if(all_.ranges.begin(), all_.ranges.end(), std::back_inserter(set.ranges), is_theirs);
    std::copy_if(all_.entries.begin(), all_.entries.end(), std::back_inserter(set.entries), is_theirs);
    return set;
  }
  std::vector<std::string> subscribers() const override { return {}; }
  std::int64_t last_number() const override { return last_number_(); }
  bool set_subscriber(const std::string& ae_title, const SubscriptionSet& wanted,
                      const std::vector<WorkitemEvent>& reports, std::int64_t read_last_number) override {
    if (read_last_number != last_number_()) return false;
    const auto is_theirs = [&](const auto& row) { return row.ae_title == ae_title; };
    all_.ranges.erase(std::remove_if(all_.ranges.begin(), all_.ranges.end(), is_theirs), all_.ranges.end());
    all_.entries.erase(std::remove_if(all_.entries.begin(), all_.entries.end(), is_theirs), all_.entries.end());
    for (SubscriptionRange range : wanted.ranges) {
      range.id = ++last_id_;
      all_.ranges.push_back(range);
    }
    all_.entries.insert(all_.entries.end(), wanted.entries.begin(), wanted.entries.end());
    events.insert(events.end(), reports.begin(), reports.end());
    return true;
  }
  void set_entry(const SubscriptionEntry& entry, const std::vector<WorkitemEvent>& reports) override {
    const auto is_same = [&](const SubscriptionEntry& other) {
      return other.ae_title == entry.ae_title && other.workitem_uid == entry.workitem_uid;
    };
    all_.entries.erase(std::remove_if(all_.entries.begin(), all_.entries.end(), is_same), all_.entries.end());
    all_.entries.push_back(entry);
    events.insert(events.end(), reports.begin(), reports.end());
  }

 private:
  const std::function<std::int64_t()> last_number_;
  SubscriptionSet all_;
  std::int64_t last_id_ = 0;
};

}  // namespace sonolist::plugin
