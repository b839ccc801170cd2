// Who has subscribed to which workitems (PS3.4 CC.2.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// In a range or an entry that is handed to the store: it holds from now on.
inline constexpr std::int64_t kFromNow = -1;

// A global subscription is a range of workitem numbers, so that it costs one row whatever the length of the worklist.
// Of two ranges of one AE that hold the same workitem the older one counts.
struct SubscriptionRange {
  std::int64_t id = 0;  // set by the store, ascending
  std::string ae_title;
  std::int64_t first_number = 0;
  std::optional<std::int64_t> last_number{};  // empty: also what is created from now on
  bool deletion_lock = false;
  std::vector<std::pair<std::string, std::string>> match_keys{};  // of a filtered subscription, as in a search
  std::int64_t after_event = kFromNow;  // events up to this number are from before the subscription
};

// What an AE wants of one workitem; it goes before every range.
struct SubscriptionEntry {
  std::string ae_title;
  std::string workitem_uid;
  bool is_subscribed = true;  // false: left this workitem, whatever the ranges say
  bool deletion_lock = false;
  std::int64_t after_event = kFromNow;  // as above
};

struct SubscriptionSet {
  std::vector<SubscriptionRange> ranges;  // by id
  std::vector<SubscriptionEntry> entries;
};

// Thread safe; throws StoreError. Each call is one durable transaction.
class SubscriptionStore {
 public:
  virtual ~SubscriptionStore() = default;

  // All ranges, and the entries for one workitem.
  virtual SubscriptionSet for_workitem(const std::string& workitem_uid) const = 0;

  // All ranges and entries of one AE.
  virtual SubscriptionSet of_subscriber(const std::string& ae_title) const = 0;

  // Everybody who has a range or an entry, in order.
  virtual std::vector<std::string> subscribers() const = 0;

  // The highest number of all workitems that are there, 0 when there are none. No number is used twice.
  virtual std::int64_t last_number() const = 0;

  // Exchanges all that `ae_title` has for `wanted` and writes `events`, unless the number of the last workitem is no
  // longer `read_last_number`: false then, and the caller reads and decides again.
  virtual bool set_subscriber(const std::string& ae_title, const SubscriptionSet& wanted,
                              const std::vector<WorkitemEvent>& events, std::int64_t read_last_number) = 0;

  // Adds or exchanges one entry and writes `events`.
  virtual void set_entry(const SubscriptionEntry& entry, const std::vector<WorkitemEvent>& events) = 0;
};

}  // namespace sonolist::plugin
