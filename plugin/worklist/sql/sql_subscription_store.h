// The subscriptions in an SQL data base.
#pragma once

#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/subscription_store.h"

namespace sonolist::plugin {

class SqlSubscriptionStore : public SubscriptionStore {
 public:
  // Borrows the data base.
  SqlSubscriptionStore(SqlDatabase& database, Clock clock) : database_(database), clock_(std::move(clock)) {}

  SubscriptionSet for_workitem(const std::string& workitem_uid) const override;
  SubscriptionSet of_subscriber(const std::string& ae_title) const override;
  std::vector<std::string> subscribers() const override;
  std::int64_t last_number() const override;
  bool set_subscriber(const std::string& ae_title, const SubscriptionSet& wanted,
                      const std::vector<WorkitemEvent>& events, std::int64_t read_last_number) override;
  void set_entry(const SubscriptionEntry& entry, const std::vector<WorkitemEvent>& events) override;

 private:
  SqlDatabase& database_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
