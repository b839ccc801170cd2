// Images of this PACS that somebody wants processed again, kept until each has its new step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

struct ReprocessJob {
  std::int64_t id = 0;                    // set by the store
  std::string description;                // what was asked for, without patient data
  std::string priority;                   // of the new steps: HIGH, MEDIUM, LOW; empty: as the rules say
  std::chrono::microseconds interval{0};  // between the start times of two steps: the rate limit
  TimePoint created{};
  TimePoint next_start{};    // of the next step
  std::int64_t images = 0;   // in all
  std::int64_t waiting = 0;  // of these; set by the store
  std::int64_t queued = 0;   // new steps so far
};

// Thread safe; throws StoreError. Each call is one durable transaction.
class ReprocessStore {
 public:
  virtual ~ReprocessStore() = default;

  // `orthanc_ids` are the images. Returns the identifier of the job.
  virtual std::int64_t begin(const ReprocessJob& job, const std::vector<std::string>& orthanc_ids) = 0;

  // Newest first.
  virtual std::vector<ReprocessJob> jobs(std::size_t limit) const = 0;

  // The oldest job with waiting images.
  virtual std::optional<ReprocessJob> active_job() const = 0;
  virtual std::vector<std::string> waiting_images(std::int64_t job_id, std::size_t limit) const = 0;

  // Takes one image off the job and writes its next_start and queued.
  virtual void finish_image(const ReprocessJob& job, const std::string& orthanc_id) = 0;

  // Drops the images that still wait; false for an unknown job.
  virtual bool cancel(std::int64_t job_id) = 0;
};

}  // namespace sonolist::plugin
