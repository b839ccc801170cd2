// What the tests of the stores share: all stores on one data base of the engine under test, and steps to put there.
#pragma once

#include <gtest/gtest.h>

#include "plugin/tests/samples.h"
#include "plugin/tests/store_backend.h"
#include "plugin/worklist/replacement.h"
#include "plugin/worklist/sql/sql_event_log.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_subscription_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"

namespace sonolist::plugin {

// As one process has them.
struct Stores {
  Stores(StoreBackend& backend, const Clock& clock)
      : database(backend.open()),
        worklist(*database, clock),
        intake(*database, clock, "pacs"),
        status(*database),
        events(*database),
        subscriptions(*database, clock) {}

  std::unique_ptr<SqlDatabase> database;
  SqlWorklistStore worklist;
  SqlIntakeStore intake;
  SqlStatusSource status;
  SqlEventLog events;
  SqlSubscriptionStore subscriptions;
};

class StoreTest : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override {
    backend_ = GetParam().make();
    if (!backend_) GTEST_SKIP() << GetParam().name << " is not installed: run scripts/setup tests";
    reopen();
  }

  // As after a crash: new connections to what is there.
  void reopen() {
    stores_.reset();
    stores_ = std::make_unique<Stores>(*backend_, time_.clock());
  }

  WorklistStore& store() { return stores_->worklist; }
  IntakeStore& intake() { return stores_->intake; }
  StatusSource& status() { return stores_->status; }
  EventLog& events() { return stores_->events; }
  SubscriptionStore& subscriptions() { return stores_->subscriptions; }

  Workitem with(const std::string& uid, const std::string& priority, const std::string& start) const;
  Workitem of_model(const std::string& uid, const std::string& model, const std::string& version = "") const;

  std::vector<std::string> uids(const IndexedFilter& filter);
  WriteResult claim_step(const std::string& uid, const std::string& hash, TimePoint lease_until);
  void cancel_step(const std::string& uid, const std::string& discontinuation_class, const RetryPolicy& policy = {});

  // Claims for a performer that serves `models`, any version.
  ClaimCriteria criteria(const std::vector<std::string>& models, std::size_t maximum, const std::string& hash) const;
  std::vector<std::string> claim_next(const ClaimCriteria& criteria);

  FakeTime time_;
  std::unique_ptr<StoreBackend> backend_;
  std::unique_ptr<Stores> stores_;
};

inline std::string engine_name(const testing::TestParamInfo<StoreEngine>& info) {
  return info.param.name;
}

}  // namespace sonolist::plugin
