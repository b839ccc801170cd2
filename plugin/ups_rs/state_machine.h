// The UPS state machine, PS3.4 table CC.1.1-2, as one pure function.
#pragma once

#include <optional>

#include "plugin/ups_rs/ups_status.h"
#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

// The rows of the table; "with" and "without" mean: the correct Transaction UID was supplied. On a SCHEDULED step any
// well-formed UID is correct.
enum class StepEvent {
  kCreate,
  kToInProgressWith,
  kToInProgressWithout,
  kToScheduled,
  kToCompletedWith,
  kToCompletedWithout,
  kRequestCancel,
  kToCanceledWith,
  kToCanceledWithout
};

enum class StepAction {
  kNone,
  kCreate,
  kClaim,
  kComplete,            // if the final state requirements are met, else kFinalStateNotMet
  kCancel,              // likewise
  kCancelUnclaimed,     // SCHEDULED -> IN PROGRESS -> CANCELED in one step
  kReportCancelRequest  // tell the performer, change nothing
};

struct StepDecision {
  UpsStatus status;  // of the answer, if the action succeeds
  StepAction action;
};

// `current` is empty for a UID that the worklist does not know.
StepDecision decide(std::optional<StepState> current, StepEvent event);

// The row for a Change State request.
StepEvent change_state_event(StepState requested, bool has_correct_transaction_uid);

}  // namespace sonolist::plugin
