// Event reports of the worklist as data (PS3.4 table CC.2.4-1). All functions are pure.
#pragma once

#include <vector>

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// UPS State Report: state, input readiness and, when given, the reasons for cancellation.
WorkitemEvent state_report(const Workitem& workitem);

// UPS Cancel Requested. `request` is the body of the cancel request; only its defined attributes are taken over.
WorkitemEvent cancel_requested_report(const Workitem& workitem, const Json& request, const std::string& requester);

// What creation reports: the state, and the assignment if the item is created with one.
std::vector<WorkitemEvent> creation_events(const Workitem& workitem);

// What the difference between two forms of one item reports: state or readiness, progress, assignment.
std::vector<WorkitemEvent> change_events(const Workitem& before, const Workitem& after);

}  // namespace sonolist::plugin
