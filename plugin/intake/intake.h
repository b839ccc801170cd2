// Durable intake: every image that the PACS stores becomes a workitem or a recorded reason why not.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "plugin/intake/image_source.h"
#include "plugin/intake/intake_policy.h"
#include "plugin/log/log.h"
#include "plugin/worklist/intake_store.h"

namespace sonolist::plugin {

// One thread at a time calls it.
class Intake {
 public:
  // Borrows source, store and log.
  Intake(ImageSource& source, IntakeStore& store, Log& log, IntakePolicy policy, Clock clock);

  // Once before the first step(): when the changes of the PACS end before the cursor (its data base was exchanged or
  // its changes were deleted), all images are looked through and the cursor is set back. Throws ImageSourceError and
  // StoreError; call it again then.
  void reconcile(const std::atomic<bool>& stop);

  // Works off one page of changes; true when more are waiting. When sequence numbers are missing behind the cursor,
  // changes were deleted before they were read: all images are then looked through first. Everything before a failure
  // is committed. Throws ImageSourceError and StoreError: call it again after a while. An image that fails
  // kMaximumTries times is recorded as failed, so that it does not hold up the ones behind it.
  bool step(const std::atomic<bool>& stop);

  static constexpr int kMaximumTries = 5;

 private:
  // Examines every stored image that has no outcome yet. `cursor_after` is committed with the last page; false when it
  // was stopped before.
  bool look_through_all(std::int64_t cursor_after, const std::atomic<bool>& stop);
  ImageRecord examine(const std::string& id);
  ImageRecord examine_segmentation(const std::string& id);
  ImageRecord examine_patiently(const std::string& id);

  ImageSource& source_;
  IntakeStore& store_;
  Log& log_;
  const IntakePolicy policy_;
  const Clock clock_;
  std::string failing_id_;  // the image that failed last
  int tries_ = 0;           // how often in a row
};

}  // namespace sonolist::plugin
