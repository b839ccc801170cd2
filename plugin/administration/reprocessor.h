// Makes the steps of the images that an administrator wants processed again, a few at a time.
#pragma once

#include <atomic>

#include "plugin/intake/image_examiner.h"
#include "plugin/worklist/reprocess_store.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// One thread at a time calls it.
class Reprocessor {
 public:
  // Borrows everything.
  Reprocessor(ImageExaminer& examiner, IntakeStore& intake, WorklistStore& worklist, ReprocessStore& jobs, Clock clock);

  // Works off some images of the oldest job; true when more are waiting. An image whose step waits or runs is left
  // alone; one whose step has ended gets a new one that replaces it; one that never had a step gets its first. Throws
  // ImageSourceError and StoreError: call it again after a while.
  bool work(const std::atomic<bool>& stop);

 private:
  void work_on(ReprocessJob& job, const std::string& orthanc_id);
  std::optional<Workitem> latest(const Workitem& first) const;

  ImageExaminer& examiner_;
  IntakeStore& intake_;
  WorklistStore& worklist_;
  ReprocessStore& jobs_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
