#include "plugin/subscriptions/subscription_service.h"

#include <algorithm>

#include "plugin/ups_rs/search_query.h"
#include "plugin/worklist/event_report.h"

namespace sonolist::plugin {
namespace {

WorkitemEvent initial_report(const Workitem& workitem, const std::string& ae_title) {
  WorkitemEvent event = state_report(workitem);
  event.recipient = ae_title;
  return event;
}

}  // namespace

void SubscriptionService::subscribe_globally(const std::string& ae_title, bool deletion_lock, const MatchKeys& keys) {
  parse_match_keys(keys);  // refused before anything is written
  SubscriptionRange wanted;
  wanted.ae_title = ae_title;
  wanted.deletion_lock = deletion_lock;
  wanted.match_keys = keys;
  while (true) {
    const std::int64_t last_number = store_.last_number();
    const SubscriptionSet before = store_.of_subscriber(ae_title);
    SubscriptionSet after = subscribed_globally(before, wanted, last_number);
    // Workitems that the AE had left come back with the new lock, if the filter lets them.
    for (SubscriptionEntry& entry : after.entries) {
      if (entry.is_subscribed) continue;
      const auto workitem = worklist_.find(entry.workitem_uid);
      if (workitem && passes_filter(workitem->item, keys)) {
        entry = {ae_title, entry.workitem_uid, true, deletion_lock, kFromNow};
      }
    }
    std::vector<WorkitemEvent> events;
    if (deletion_lock) {
      worklist_.visit({}, [&](const Workitem& workitem) {
        if (!subscription_of(before, ae_title, workitem) && subscription_of(after, ae_title, workitem)) {
          events.push_back(initial_report(workitem, ae_title));
        }
        return true;
      });
    }
    if (store_.set_subscriber(ae_title, after, events, last_number)) return;
  }
}

bool SubscriptionService::subscribe(const std::string& ae_title, const std::string& workitem_uid, bool deletion_lock) {
  const auto workitem = worklist_.find(workitem_uid);
  if (!workitem) return false;
  const auto before = subscription_of(store_.of_subscriber(ae_title), ae_title, *workitem);
  const std::int64_t after_event = before ? before->after_event : kFromNow;
  store_.set_entry({ae_title, workitem_uid, true, deletion_lock, after_event}, {initial_report(*workitem, ae_title)});
  return true;
}

bool SubscriptionService::unsubscribe(const std::string& ae_title, const std::string& workitem_uid) {
  const auto workitem = worklist_.find(workitem_uid);
  if (!workitem) return false;
  if (subscription_of(store_.of_subscriber(ae_title), ae_title, *workitem)) {
    store_.set_entry({ae_title, workitem_uid, false, false, kFromNow}, {});
  }
  return true;
}

void SubscriptionService::unsubscribe_globally(const std::string& ae_title) {
  while (!store_.set_subscriber(ae_title, {}, {}, store_.last_number())) {
  }
}

void SubscriptionService::suspend(const std::string& ae_title) {
  while (true) {
    const std::int64_t last_number = store_.last_number();
    const SubscriptionSet after = suspended(store_.of_subscriber(ae_title), last_number);
    if (store_.set_subscriber(ae_title, after, {}, last_number)) return;
  }
}

std::vector<Subscriber> SubscriptionService::subscribers(const Workitem& workitem) const {
  return subscribers_of(store_.for_workitem(workitem.uid()), workitem);
}

std::vector<std::string> SubscriptionService::recipients(const StoredEvent& stored) const {
  if (!stored.event.recipient.empty()) return {stored.event.recipient};
  const auto workitem = worklist_.find(stored.event.workitem_uid);
  std::vector<std::string> titles;
  if (!workitem) return titles;
  for (const Subscriber& subscriber : subscribers(*workitem)) {
    // The dispatcher may meet an event of a time when somebody had not subscribed yet.
    if (stored.id > subscriber.after_event) titles.push_back(subscriber.ae_title);
  }
  return titles;
}

bool SubscriptionService::is_deletion_locked(const Workitem& workitem) const {
  return plugin::is_deletion_locked(store_.for_workitem(workitem.uid()), workitem);
}

}  // namespace sonolist::plugin
