// The UPS services (PS3.4 CC.2) over a store: the state machine and the attribute rules applied to stored items.
// No HTTP.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plugin/ups_rs/claim_request.h"
#include "plugin/ups_rs/search_query.h"
#include "plugin/ups_rs/state_machine.h"
#include "plugin/worklist/replacement.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

struct ServiceAnswer {
  UpsStatus status = UpsStatus::kSuccess;
  std::vector<std::string> problems;  // sentences that say what to change; empty on success
};

struct SearchAnswer {
  std::vector<LazyDataSet> items;
  std::int64_t remaining = 0;  // matches after the last of `items`; counting ends, see below
  bool is_too_broad = false;   // keys that no index serves would have to be matched on too many items
};

// A client wants to know that there is more, and roughly how much; an exact count of a million takes longer than a
// page.
inline constexpr std::int64_t kCountedRemaining = 1000;
inline constexpr std::int64_t kCountedByMatching = 100;  // where every item is read for it

struct LeasePolicy {
  std::chrono::milliseconds duration{30'000};
  RetryPolicy retry;
  std::map<std::string, ClaimLimit> limits{};  // of claims, by model; absent: only pauses hold it
};

// Thread safe. Throws StoreError.
class WorklistService {
 public:
  // Borrows the store.
  WorklistService(WorklistStore& store, LeasePolicy policy, Clock clock)
      : store_(store), policy_(std::move(policy)), clock_(std::move(clock)) {}

  // N-CREATE. The UID of the item is in the data set. kCreatedWithModifications when a worklist label was assigned.
  ServiceAnswer create(Json data_set);

  // N-GET. Empty for an unknown UID.
  std::optional<LazyDataSet> retrieve(const std::string& uid) const;

  // N-SET. Renews the lease.
  ServiceAnswer update(const std::string& uid, Json attributes, const std::string& transaction_uid);

  // N-ACTION "Change UPS State". kClaimHeld when the operator holds the model.
  ServiceAnswer change_state(const std::string& uid, StepState requested, const std::string& transaction_uid);

  // Extension: claims up to the maximum of steps of one of the models in one transaction, or gives again what the
  // Transaction UID has claimed before.
  std::vector<LazyDataSet> claim_next(const ClaimRequest& request);

  // N-ACTION "Request UPS Cancel".
  ServiceAnswer request_cancel(const std::string& uid, const Json& request, const std::string& requester);

  // C-FIND.
  SearchAnswer search(const SearchQuery& query) const;

 private:
  struct Step {
    ServiceAnswer answer;
    std::optional<WorkitemChange> change;
  };
  // Reads the item, decides, writes; again when another host wrote in between.
  ServiceAnswer step(const std::string& uid, const std::function<Step(const Workitem&, TimePoint now)>& decide_step);
  Step claim_step(const Workitem& before, const std::string& transaction_uid, TimePoint now) const;
  ServiceAnswer held(const std::string& uid) const;
  Step apply(const StepDecision& decision, const Workitem& before, const std::string& transaction_uid, TimePoint now);

  WorklistStore& store_;
  const LeasePolicy policy_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
