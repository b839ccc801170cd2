// Why a step was canceled: Progress Information of a CANCELED step (PS3.4 table CC.2.5-3). Pure.
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// The second discontinuation code of our performers and of the lease: does a replacement make sense?
// Any other one (INPUT, CONFIGURATION) says no.
inline constexpr const char* kHandback = "HANDBACK";     // at once, the attempt does not count
inline constexpr const char* kTransient = "TRANSIENT";   // with back-off, while attempts last
inline constexpr const char* kInternal = "INTERNAL";     // likewise
inline constexpr const char* kNotClaimed = "EXPIRED";    // nobody claimed it in time: final
inline constexpr const char* kInputDeleted = "DELETED";  // its input left the PACS: final

// The item of Progress Information (0074,1002), where progress and reasons are told; empty when there is none.
// It lies in the item.
const Json& progress_item(DataSetView item);

// (110513,DCM,"Discontinued for unspecified reason")
dicom::Code unspecified_reason();

// Fills what a CANCELED step needs and the item lacks: one progress item, the cancellation time, a reason code.
void complete_cancellation(LazyDataSet& item, TimePoint now);

// Overwrites reason and codes, then completes.
void set_cancellation(LazyDataSet& item, const std::string& reason, const std::vector<dicom::Code>& codes,
                      TimePoint now);

// Gives the progress of `item` the reason that `recorded` holds, unless it has one of its own: a report of progress
// that a performer gave up waiting for may arrive after its cancellation, and without the reason the step would be
// final.
void keep_cancellation_reason(LazyDataSet& item, const LazyDataSet& recorded);

// The code value of the first discontinuation code of scheme 99SONOLIST, or "".
std::string discontinuation_class(DataSetView item);

}  // namespace sonolist::plugin
