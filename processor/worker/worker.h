// The daemon's loop: look for a step that we can do, claim it, do it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "processor/worker/claimed_step.h"

namespace sonolist::processor {

struct WorkerSettings {
  std::chrono::milliseconds poll_interval{100};
  std::chrono::milliseconds longest_poll_interval{2000};  // reached while the worklist does not answer
  std::chrono::milliseconds heartbeat_interval{5000};
  int search_page = 20;
  StepSettings step;
};

// Not thread safe.
class Worker {
 public:
  // `heartbeat_worklist` is a second client of the same worklist, for the heartbeat's thread.
  Worker(StepSurroundings surroundings, Worklist& heartbeat_worklist, WorkerSettings settings);

  // Until the stop is requested; with `once`, until the worklist holds no step for us.
  void run(bool once);

 private:
  enum class Round { kWorked, kNothingToDo, kNoAnswer };

  Round work_once();
  bool claim_and_run(const dicom::Json& workitem);
  void note_answer(bool answers, const std::string& reason);

  StepSurroundings around_;
  Worklist& heartbeat_worklist_;
  WorkerSettings settings_;
  bool worklist_answers_ = true;  // as last logged
};

}  // namespace sonolist::processor
