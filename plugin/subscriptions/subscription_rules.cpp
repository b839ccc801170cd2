#include "plugin/subscriptions/subscription_rules.h"

#include <algorithm>
#include <set>

#include "dicom_sr/workitem/tags.h"
#include "plugin/ups_rs/matching.h"
#include "plugin/ups_rs/search_query.h"

namespace sonolist::plugin {
namespace {

bool holds_number(const SubscriptionRange& range, std::int64_t number) {
  return number >= range.first_number && (!range.last_number || number <= *range.last_number);
}

bool holds(const SubscriptionRange& range, const Workitem& workitem) {
  return holds_number(range, workitem.number) && passes_filter(workitem.item, range.match_keys);
}

// True when `other` has all workitems of `range`, by the same filter.
bool is_within(const SubscriptionRange& range, const SubscriptionRange& other) {
  return other.match_keys == range.match_keys && other.first_number <= range.first_number &&
         (!other.last_number || (range.last_number && *range.last_number <= *other.last_number));
}

void close(SubscriptionRange& range, std::int64_t last_number) {
  if (!range.last_number) range.last_number = last_number;
}

// Ranges that change nothing would gather with each time that an AE subscribes: empty ones, those within an older one,
// and those that the next one says again.
std::vector<SubscriptionRange> without_useless(const std::vector<SubscriptionRange>& ranges) {
  std::vector<SubscriptionRange> kept;
  for (SubscriptionRange range : ranges) {
    const bool is_empty = range.last_number && *range.last_number < range.first_number;
    const auto is_older = [&range](const SubscriptionRange& other) { return is_within(range, other); };
    if (is_empty || std::any_of(kept.begin(), kept.end(), is_older)) continue;
    if (!kept.empty() && kept.back().deletion_lock == range.deletion_lock && is_within(kept.back(), range)) {
      range.after_event = kept.back().after_event;  // what it was to get and has not yet
      kept.pop_back();
    }
    kept.push_back(range);
  }
  return kept;
}

}  // namespace

bool passes_filter(const LazyDataSet& item, const MatchKeys& keys) {
  if (keys.empty()) return true;
  LazyDataSet as_created = item;
  dicom::set_string(as_created, dicom::tag::kProcedureStepState, "CS", to_string(StepState::kScheduled));
  return matches(as_created, parse_match_keys(keys));
}

std::optional<Subscription> subscription_of(const SubscriptionSet& set, const std::string& ae_title,
                                            const Workitem& workitem) {
  const std::string uid = workitem.uid();
  for (const SubscriptionEntry& entry : set.entries) {
    if (entry.ae_title != ae_title || entry.workitem_uid != uid) continue;
    if (!entry.is_subscribed) return std::nullopt;
    return Subscription{entry.deletion_lock, entry.after_event};
  }
  const auto range = std::find_if(set.ranges.begin(), set.ranges.end(), [&](const SubscriptionRange& candidate) {
    return candidate.ae_title == ae_title && holds(candidate, workitem);
  });
  if (range == set.ranges.end()) return std::nullopt;
  return Subscription{range->deletion_lock, range->after_event};
}

std::vector<Subscriber> subscribers_of(const SubscriptionSet& set, const Workitem& workitem) {
  std::set<std::string> titles;
  for (const SubscriptionRange& range : set.ranges) titles.insert(range.ae_title);
  for (const SubscriptionEntry& entry : set.entries) titles.insert(entry.ae_title);
  std::vector<Subscriber> subscribers;
  for (const std::string& title : titles) {
    if (const auto subscription = subscription_of(set, title, workitem)) {
      subscribers.push_back({title, subscription->deletion_lock, subscription->after_event});
    }
  }
  return subscribers;
}

bool is_deletion_locked(const SubscriptionSet& set, const Workitem& workitem) {
  const std::vector<Subscriber> subscribers = subscribers_of(set, workitem);
  return std::any_of(subscribers.begin(), subscribers.end(),
                     [](const Subscriber& subscriber) { return subscriber.deletion_lock; });
}

SubscriptionSet subscribed_globally(SubscriptionSet set, const SubscriptionRange& wanted, std::int64_t last_number) {
  for (SubscriptionRange& range : set.ranges) {
    const bool is_replaced = range.match_keys == wanted.match_keys && range.deletion_lock != wanted.deletion_lock;
    if (is_replaced) close(range, last_number);
  }
  SubscriptionRange added = wanted;
  added.first_number = 1;
  added.last_number.reset();
  set.ranges.push_back(added);
  set.ranges = without_useless(set.ranges);
  return set;
}

SubscriptionSet suspended(SubscriptionSet set, std::int64_t last_number) {
  for (SubscriptionRange& range : set.ranges) close(range, last_number);
  set.ranges = without_useless(set.ranges);
  return set;
}

}  // namespace sonolist::plugin
