// One claimed step, from fetching its images to COMPLETED or CANCELED.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "dicom_sr/workitem/processing_task.h"
#include "processor/log/log.h"
#include "processor/worker/heartbeat.h"
#include "processor/worker/step_observer.h"
#include "processor/worker/step_processor.h"
#include "processor/worker/stop_request.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// What a step needs; borrowed, must outlive it.
struct StepSurroundings {
  Worklist& worklist;
  ImageStore& store;
  StepProcessor& processor;
  const StopRequest& stop;
  const Log& log;
  StepObserver& observer;
};

struct StepSettings {
  std::string station_name;
  std::chrono::milliseconds retry_for{300000};       // a transient failure of one request
  std::chrono::milliseconds first_retry_delay{200};  // doubles with each retry
  std::chrono::milliseconds longest_retry_delay{5000};
  std::chrono::milliseconds longest_requested_delay{60000};  // of a server that says when to come back
};

// Ends a claimed step as CANCELED: kCanceled, or kLost when it was not ours any more or the worklist cannot be told
// (the lease will then expire). Logs it, throws nothing.
StepOutcome cancel_step(Worklist& worklist, const Log& log, const StepClaim& claim, const std::string& station_name,
                        const dicom::Code& code, const std::string& reason);

// Not thread safe.
class ClaimedStep {
 public:
  ClaimedStep(StepSurroundings surroundings, StepSettings settings, dicom::ProcessingTask task,
              std::string transaction_uid, ServedModel model, Heartbeat& heartbeat);

  // Does it all, logs it and tells the observer; throws nothing but bad_alloc.
  StepOutcome run();

 private:
  struct Interrupted;

  StepOutcome work_and_end(std::optional<FailureClass>& failure_class);
  void work();
  StepResult process_inputs();
  void store(const std::vector<ResultObject>& objects);
  void complete(const StepResult& result);

  // Throws Interrupted when the step is lost or the time to stop has come.
  void checkpoint() const;
  void require_ours(StepAnswer answer) const;
  // Repeats `request` after transient failures, with checkpoints between.
  template <typename Request>
  std::invoke_result_t<Request> retried(const std::string& stage, Request request);

  StepSurroundings around_;
  StepSettings settings_;
  dicom::ProcessingTask task_;
  std::string transaction_uid_;
  ServedModel model_;
  Heartbeat& heartbeat_;
  StageTimes times_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::string start_date_time_;
};

}  // namespace sonolist::processor
