// Durable intake: every image that the PACS stores becomes a workitem or a recorded reason why not.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "plugin/intake/image_examiner.h"
#include "plugin/intake/image_source.h"
#include "plugin/log/log.h"
#include "plugin/worklist/intake_store.h"

namespace sonolist::plugin {

// One thread at a time calls it. All functions throw ImageSourceError and StoreError: call them again after a while.
// Everything before a failure is committed.
class Intake {
 public:
  // Borrows everything.
  Intake(ImageSource& source, IntakeStore& store, ImageExaminer& examiner, Log& log);

  // Works off one page of changes; true when more are waiting. When the changes of the PACS end before the cursor (its
  // index was exchanged or restored) the cursor is set back; when sequence numbers are missing behind it, changes were
  // deleted before they were read: either way all images are looked through by scan().
  bool step(const std::atomic<bool>& stop);

  // Looks through one page of all stored images for those that have no outcome yet; true when more pages are waiting.
  // A new Intake begins with a scan: what happened while the plug-in was away or its data base was lost is found.
  bool scan(const std::atomic<bool>& stop);

  // Begins a scan with the next call of scan(), or after the one that is under way.
  void request_scan() { scan_requested_ = true; }

  bool is_scanning() const { return scanning_; }

 private:
  void mend_cursor();
  bool commit(std::int64_t cursor, std::vector<ImageRecord>& images);

  ImageSource& source_;
  IntakeStore& store_;
  ImageExaminer& examiner_;
  Log& log_;
  bool cursor_is_mended_ = false;
  std::int64_t backlog_ends_ = 0;  // changes up to here were there before this worklist
  std::atomic<bool> scan_requested_{true};
  std::atomic<bool> scanning_{false};
  std::int64_t scanned_ = 0;  // instances of the scan under way
};

}  // namespace sonolist::plugin
