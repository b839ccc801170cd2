// The changes of state that a step can go through, each as a pure function from the item before to everything that
// is written together: the item after, its events, its replacement.
#pragma once

#include <chrono>

#include "plugin/worklist/replacement.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// SCHEDULED -> IN PROGRESS.
WorkitemChange claim(const Workitem& before, const std::string& transaction_hash, TimePoint lease_until, TimePoint now);

// IN PROGRESS -> COMPLETED.
WorkitemChange complete(const Workitem& before, TimePoint now);

// IN PROGRESS -> CANCELED, with the replacement that the reasons in the item ask for.
WorkitemChange cancel(const Workitem& before, const RetryPolicy& policy, TimePoint now);

// SCHEDULED -> IN PROGRESS -> CANCELED on request of a third party: both events, no replacement. `request` is the body
// of the request.
WorkitemChange cancel_unclaimed(const Workitem& before, const Json& request, TimePoint now);

// IN PROGRESS, somebody asked for the end: remembered, reported, nothing else.
WorkitemChange note_cancel_request(const Workitem& before, const Json& request, const std::string& requester);

// SCHEDULED -> IN PROGRESS -> CANCELED by the worklist itself, for a final reason of ours (kNotClaimed, kInputDeleted).
WorkitemChange end_unclaimed(const Workitem& before, const std::string& sentence, const char* reason_class,
                             TimePoint now);

// The series of an INCOMPLETE step is quiet: READY.
WorkitemChange become_ready(const Workitem& before, TimePoint now);

// What the moment Workitem::wake_up() brings: the end of a lease, of the time in which a step could be claimed, or of a
// series's arrival. Nothing when it has not come by `now`.
std::optional<WorkitemChange> wake_up(const Workitem& before, const RetryPolicy& policy, TimePoint now);

// IN PROGRESS without a sign of life -> CANCELED as a transient failure of the performer.
WorkitemChange expire_lease(const Workitem& before, const RetryPolicy& policy, TimePoint now);

// New values for the attributes in `attributes`; renews the lease of a claimed step.
WorkitemChange update(const Workitem& before, LazyDataSet attributes, TimePoint lease_until, TimePoint now);

}  // namespace sonolist::plugin
