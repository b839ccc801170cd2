// The part of a search that the data base answers by itself; the rest is matched on the items.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/date_time.h"
#include "plugin/worklist/step_state.h"

namespace sonolist::plugin {

// A criterion that is absent lets everything pass; texts match exactly.
struct IndexedFilter {
  std::vector<std::string> uids;  // any of these
  std::optional<StepState> state;
  std::optional<std::string> priority;         // HIGH, MEDIUM, LOW
  std::optional<std::string> input_readiness;  // READY, INCOMPLETE, UNAVAILABLE
  std::optional<std::string> worklist_label;
  std::optional<std::string> step_label;
  std::optional<std::string> patient_id;
  std::optional<std::string> accession_number;    // of any item of the Referenced Request Sequence
  std::optional<std::string> study_instance_uid;  // (0020,000D)
  std::optional<std::string> workitem_code;       // value of the first Scheduled Workitem Code
  std::optional<std::string> model;
  std::optional<std::string> source_sop_uid;         // first input
  std::optional<std::string> discontinuation;        // class of a CANCELED step, see cancellation.h
  std::optional<TimePoint> start_from, start_until;  // both ends belong to the range
  bool dead_letters = false;  // only CANCELED steps that nobody asked to stop and that have no replacement
};

}  // namespace sonolist::plugin
