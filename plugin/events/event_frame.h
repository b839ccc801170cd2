// Event reports as subscribers receive them: one data set in DICOM JSON per WebSocket text frame (PS3.18 8.10.5 and
// 11.13). Pure.
#pragma once

#include <string>

#include "plugin/worklist/event_log.h"

namespace sonolist::plugin {

// The report of something that happened to a workitem.
std::string event_frame(const StoredEvent& event);

// SCP Status Change (PS3.4 table CC.2.4-1, event type 4): after a restart, `lists_are_kept` unless the worklist began
// empty; and before the server goes down, when lists are kept.
std::string restarted_frame(bool lists_are_kept);
std::string going_down_frame();

}  // namespace sonolist::plugin
