// Work whose image has left the PACS: Orthanc does not list deletions among its changes, so the worklist looks.
#pragma once

#include <atomic>

#include "plugin/intake/image_source.h"
#include "plugin/worklist/intake_store.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// Cancels every SCHEDULED step of this PACS whose image is gone and returns how many. A step of a series stays: its
// performer leaves out what is gone. Throws ImageSourceError and StoreError. Ends early when `stop` becomes true.
int withdraw_deleted(ImageSource& source, const IntakeStore& intake, WorklistStore& worklist, TimePoint now,
                     const std::atomic<bool>& stop);

}  // namespace sonolist::plugin
