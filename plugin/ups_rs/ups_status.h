// Status codes of the Unified Procedure Step services (PS3.4 CC.2), by the names the standard gives them.
#pragma once

namespace sonolist::plugin {

enum class UpsStatus {
  kSuccess = 0x0000,
  kDuplicate = 0x0111,
  kCreatedWithModifications = 0xB300,
  kAlreadyCanceled = 0xB304,
  kUpdatedWithModifications = 0xB305,
  kAlreadyCompleted = 0xB306,
  kNoLongerUpdatable = 0xC300,
  kWrongTransactionUid = 0xC301,
  kAlreadyInProgress = 0xC302,
  kScheduledOnlyByCreate = 0xC303,
  kFinalStateNotMet = 0xC304,
  kUnknownWorkitem = 0xC307,
  kNotScheduledOnCreate = 0xC309,
  kNotYetInProgress = 0xC310,
  kAlreadyCompletedNoCancel = 0xC311,
  kUnableToProcess = 0xC000,  // the data set or the request is malformed ("unable to process")
  kClaimHeld = 0xC001         // ours: a limit or a pause of the operator holds the model
};

}  // namespace sonolist::plugin
