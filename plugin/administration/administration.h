// What an administrator does with the worklist: bring dead letters back, hold models, have images processed again.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/intake/image_source.h"
#include "plugin/worklist/reprocess_store.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// Which dead letters: an absent criterion lets all pass.
struct DeadLetterFilter {
  std::vector<std::string> uids;
  std::optional<std::string> model, reason, study_instance_uid;  // reason: class of the discontinuation, e.g. INPUT
};

struct ReprocessRequest {
  std::string level;         // studies, series or instances, as Orthanc's REST API says it; or empty
  std::string orthanc_id;    // with `level`
  nlohmann::json query;      // without `level`: keywords and values as for /tools/find of Orthanc
  std::string priority;      // see ReprocessJob
  int steps_per_minute = 0;  // 0: no limit
};

// Thread safe. Throws StoreError and ImageSourceError.
class Administration {
 public:
  // Borrows everything.
  Administration(ImageSource& images, WorklistStore& worklist, ReprocessStore& reprocess, Clock clock)
      : images_(images), worklist_(worklist), reprocess_(reprocess), clock_(std::move(clock)) {}

  // Steps that ended CANCELED without anybody wanting it and without a replacement, in the order of the queue.
  std::vector<Workitem> dead_letters(const DeadLetterFilter& filter, std::size_t limit) const;

  // Gives each of them a new first attempt that replaces it. Returns the UIDs of the new steps.
  std::vector<std::string> requeue(const DeadLetterFilter& filter);

  std::set<std::string> paused_models() const { return worklist_.paused_models(); }

  // "" stands for all models. What is IN PROGRESS goes on: pause and wait to drain.
  void set_paused(const std::string& model, bool is_paused) { worklist_.set_paused(model, is_paused); }

  // Notes the images that the request names; the Reprocessor makes their steps. The job with its id, or nothing when
  // the PACS has no such image.
  std::optional<ReprocessJob> reprocess(const ReprocessRequest& request);
  std::vector<ReprocessJob> reprocess_jobs(std::size_t limit) const { return reprocess_.jobs(limit); }
  bool cancel_reprocess(std::int64_t job_id) { return reprocess_.cancel(job_id); }

 private:
  ImageSource& images_;
  WorklistStore& worklist_;
  ReprocessStore& reprocess_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
