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
// asked for the cancellation. Its UID follows from the UID of `canceled`, so a step is replaced at most once.
std::optional<Workitem> replacement_of(const Workitem& canceled, const RetryPolicy& policy, TimePoint now);

}  // namespace sonolist::plugin
