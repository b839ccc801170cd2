// Subscriptions of one AE (PS3.4 table CC.2.3-2) as pure functions on its ranges and entries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/subscription_store.h"

namespace sonolist::plugin {

// What an AE has of one workitem: nothing, or a subscription with or without deletion lock.
struct Subscription {
  bool deletion_lock = false;
  std::int64_t after_event = kFromNow;  // it gets the events above this number
};

struct Subscriber {
  std::string ae_title;
  bool deletion_lock = false;
  std::int64_t after_event = kFromNow;
};

using MatchKeys = std::vector<std::pair<std::string, std::string>>;

// True when the item is among those that a filter asks for. Procedure Step State is matched as it was at creation, so
// that a subscription to SCHEDULED steps also tells what becomes of them.
bool passes_filter(const LazyDataSet& item, const MatchKeys& keys);

// The subscription of `ae_title` to a workitem: its entry, else the oldest of its ranges that holds the workitem.
std::optional<Subscription> subscription_of(const SubscriptionSet& set, const std::string& ae_title,
                                            const Workitem& workitem);

// Everybody who is subscribed to the workitem. `set` holds all ranges, and the entries for this workitem.
std::vector<Subscriber> subscribers_of(const SubscriptionSet& set, const Workitem& workitem);
bool is_deletion_locked(const SubscriptionSet& set, const Workitem& workitem);

// What the AE has after subscribing globally: open ranges of the same filter end at `last_number`, a new one begins
// with the first workitem and gets what the older ranges do not hold. Workitems that the AE had left come back.
SubscriptionSet subscribed_globally(SubscriptionSet set, const SubscriptionRange& wanted, std::int64_t last_number);

// After suspending: nothing new is added.
SubscriptionSet suspended(SubscriptionSet set, std::int64_t last_number);

}  // namespace sonolist::plugin
