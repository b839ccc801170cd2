// The step that follows a CANCELED one. The standard has no way back from IN PROGRESS to SCHEDULED, so a retry is a
// new step that names the old one in Replaced Procedure Step Sequence (0074,1224). Pure.
#pragma once

#include <chrono>
#include <optional>

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

struct RetryPolicy {
  int maximum_attempts = 3;                     // the first one included
  std::chrono::milliseconds retry_delay{5000};  // before the second attempt; doubles with each further one
};

// The replacement, SCHEDULED, or nothing: the reason is final, attempts are used up (the dead letter), or somebody
// asked for the cancellation. Its UID follows from the UID of `canceled`, so a step is replaced at most once. Steps
// that failed together do not come back together: the delay is up to a quarter shorter or longer, as the UID says.
std::optional<Workitem> replacement_of(const Workitem& canceled, const RetryPolicy& policy, TimePoint now);

// The same work anew because a person wants it: a first attempt that starts at `start`, whatever ended `before`. Its
// UID follows from that of `before` like that of a replacement; a step is requeued at most once.
Workitem requeue_of(const Workitem& before, TimePoint start, TimePoint now);

}  // namespace sonolist::plugin
