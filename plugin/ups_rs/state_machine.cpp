#include "plugin/ups_rs/state_machine.h"

#include <array>

namespace sonolist::plugin {
namespace {

constexpr StepDecision refuse(UpsStatus status) {
  return {status, StepAction::kNone};
}
constexpr StepDecision act(StepAction action) {
  return {UpsStatus::kSuccess, action};
}

using Row = std::array<StepDecision, 5>;  // unknown UID, SCHEDULED, IN PROGRESS, COMPLETED, CANCELED

constexpr StepDecision kUnknown = refuse(UpsStatus::kUnknownWorkitem);
constexpr StepDecision kDuplicate = refuse(UpsStatus::kDuplicate);
constexpr StepDecision kFinal = refuse(UpsStatus::kNoLongerUpdatable);
constexpr StepDecision kWrongUid = refuse(UpsStatus::kWrongTransactionUid);
constexpr StepDecision kNotScheduled = refuse(UpsStatus::kScheduledOnlyByCreate);
constexpr StepDecision kTooEarly = refuse(UpsStatus::kNotYetInProgress);
constexpr StepDecision kCompleted = refuse(UpsStatus::kAlreadyCompleted);
constexpr StepDecision kCanceled = refuse(UpsStatus::kAlreadyCanceled);

// In the order of StepEvent.
constexpr std::array<Row, 9> kTable = {{
    {act(StepAction::kCreate), kDuplicate, kDuplicate, kDuplicate, kDuplicate},
    {kUnknown, act(StepAction::kClaim), refuse(UpsStatus::kAlreadyInProgress), kFinal, kFinal},
    {kUnknown, kWrongUid, kWrongUid, kWrongUid, kWrongUid},
    {kUnknown, kNotScheduled, kNotScheduled, kNotScheduled, kNotScheduled},
    {kUnknown, kTooEarly, act(StepAction::kComplete), kCompleted, kFinal},
    {kUnknown, kWrongUid, kWrongUid, kWrongUid, kWrongUid},
    {kUnknown, act(StepAction::kCancelUnclaimed), act(StepAction::kReportCancelRequest),
     refuse(UpsStatus::kAlreadyCompletedNoCancel), kCanceled},
    {kUnknown, kTooEarly, act(StepAction::kCancel), kFinal, kCanceled},
    {kUnknown, kWrongUid, kWrongUid, kWrongUid, kWrongUid},
}};

}  // namespace

StepDecision decide(std::optional<StepState> current, StepEvent event) {
  const std::size_t column = current ? static_cast<std::size_t>(*current) + 1 : 0;
  return kTable[static_cast<std::size_t>(event)][column];
}

StepEvent change_state_event(StepState requested, bool has_correct_transaction_uid) {
  switch (requested) {
    case StepState::kInProgress:
      return has_correct_transaction_uid ? StepEvent::kToInProgressWith : StepEvent::kToInProgressWithout;
    case StepState::kCompleted:
      return has_correct_transaction_uid ? StepEvent::kToCompletedWith : StepEvent::kToCompletedWithout;
    case StepState::kCanceled:
      return has_correct_transaction_uid ? StepEvent::kToCanceledWith : StepEvent::kToCanceledWithout;
    case StepState::kScheduled:
      break;
  }
  return StepEvent::kToScheduled;
}

}  // namespace sonolist::plugin
