// What the table of the workitems has beside the item itself, to be searched and ordered by. Pure.
#pragma once

#include <array>
#include <chrono>
#include <string>

#include "plugin/worklist/sql/sql_session.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// By how much each rank of priority puts a step behind: LOW is as far on after two intervals as HIGH is at once.
using AgeingInterval = std::chrono::microseconds;
inline constexpr AgeingInterval kDefaultAgeing = std::chrono::minutes(10);
inline constexpr AgeingInterval kMaximumAgeing = std::chrono::hours(24);
inline constexpr int kLowestRank = 2;

// Columns that change with every step forward.
inline constexpr std::array kLiveColumns{"state",    "transaction_hash", "lease_until_us", "cancel_requested",
                                         "quiet_us", "wake_us",          "json",           "updated_us"};
SqlValues live_values(const Workitem& workitem, TimePoint now);

// Columns that seldom change and have most of the indexes; none is ever null.
inline constexpr std::array kDescriptiveColumns{
    "priority_rank", "input_readiness", "start_us",        "queue_key",    "worklist_label", "step_label",
    "model",         "model_version",   "source_sop_uid",  "attempt",      "patient_id",     "accession_number",
    "study_uid",     "workitem_code",   "discontinuation", "replaces_uid", "series_key"};
SqlValues descriptive_values(const Workitem& workitem, AgeingInterval ageing);
// Whether all that they are made of is the same.
bool has_same_description(const Workitem& before, const Workitem& after);

// Of all items of the Referenced Request Sequence (0040,A370), each once.
std::vector<std::string> accession_numbers(DataSetView item);

}  // namespace sonolist::plugin
