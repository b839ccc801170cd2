// Who hears of which workitems (PS3.4 CC.2.3): the subscription rules over the stores. No HTTP.
#pragma once

#include <string>
#include <vector>

#include "plugin/subscriptions/subscription_rules.h"
#include "plugin/worklist/event_log.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// Thread safe. Throws StoreError.
class SubscriptionService {
 public:
  // Borrows both.
  SubscriptionService(SubscriptionStore& store, const WorklistStore& worklist) : store_(store), worklist_(worklist) {}

  // Present and future workitems, or those that match the keys. With a lock each workitem that the AE was not
  // subscribed to gets an initial UPS State Report, as the table demands. Throws InvalidQuery for keys that are none.
  void subscribe_globally(const std::string& ae_title, bool deletion_lock, const MatchKeys& keys);

  // One workitem, and its initial report. False when the worklist does not know it.
  bool subscribe(const std::string& ae_title, const std::string& workitem_uid, bool deletion_lock);
  bool unsubscribe(const std::string& ae_title, const std::string& workitem_uid);

  // Everything that the AE has, in whatever way it came by it.
  void unsubscribe_globally(const std::string& ae_title);

  // Nothing new is added; what the AE is subscribed to stays.
  void suspend(const std::string& ae_title);

  // AE titles that get an event: the one it is meant for, else all subscribers of its workitem.
  std::vector<std::string> recipients(const StoredEvent& stored) const;

  std::vector<Subscriber> subscribers(const Workitem& workitem) const;

  // For retention: true while a subscriber wants to see the workitem after its final state.
  bool is_deletion_locked(const Workitem& workitem) const;

 private:
  SubscriptionStore& store_;
  const WorklistStore& worklist_;
};

}  // namespace sonolist::plugin
