// A workitem as the worklist keeps it: the DICOM JSON data set and what the standard does not put into it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/json/dicom_json.h"
#include "plugin/worklist/date_time.h"
#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

using dicom::DataSetView;
using dicom::Json;
using dicom::LazyDataSet;

struct Workitem {
  LazyDataSet item;  // never holds a value in Transaction UID (0008,1195)
  StepState state = StepState::kScheduled;
  std::string transaction_hash;          // SHA-256 of the Transaction UID; empty until claimed
  std::optional<TimePoint> lease_until;  // only while IN PROGRESS
  bool cancel_requested = false;         // somebody asked for it to stop: never replaced
  std::string series_key;                // of a step that takes a whole series, see series_key(); else empty
  std::optional<TimePoint> quiet_at{};   // an INCOMPLETE series becomes READY then
  std::int64_t revision = 0;             // counts the changes; set by the store
  std::int64_t number = 0;               // order of creation; set by the store

  std::string uid() const;
  std::string source_sop_uid() const;  // first input instance, or empty
  int attempt() const;                 // (ATTEMPT,99SONOLIST), 1 when absent
  std::string model() const;           // (MODEL,99SONOLIST), or empty
  std::string replaces_uid() const;    // first of Replaced Procedure Step Sequence, or empty

  std::optional<TimePoint> expiration() const;  // (0040,4008): to be claimed until then; empty: for ever

  // When the worklist must look at it without being asked: end of the lease, expiration of a step that nobody claimed
  // (0040,4008), quiet_at.
  std::optional<TimePoint> wake_up() const;
};

// One row of the outbox: an event report in the making (PS3.4 table CC.2.4-1).
struct WorkitemEvent {
  enum class Type { kStateReport = 1, kCancelRequested = 2, kProgressReport = 3, kStatusChange = 4, kAssigned = 5 };
  Type type;
  std::string workitem_uid;
  Json content;                // DICOM JSON of the event's attributes
  std::string recipient = {};  // AE title of the only subscriber it is for; empty: all
};

}  // namespace sonolist::plugin
