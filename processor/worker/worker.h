// The daemon's loop for one worklist: claim the steps that we can do, do them.
#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "processor/worker/claimed_step.h"
#include "processor/worker/doorbell.h"
#include "processor/worker/step_slots.h"

namespace sonolist::processor {

struct WorkerSettings {
  std::chrono::milliseconds poll_interval{100};
  std::chrono::milliseconds idle_poll_interval{5000};     // while somebody rings when there is work
  std::chrono::milliseconds longest_poll_interval{2000};  // reached while the worklist does not answer
  std::chrono::milliseconds heartbeat_interval{5000};
  int steps_at_once = 1;
  int urgent_steps = 1;  // of priority HIGH, beyond those; where the worklist offers claims of several steps
  int search_page = 20;
  int claim_tries = 5;  // of a claim whose answer gets lost
  StepSettings step;
};

// Not thread safe; runs each step in a thread of its own.
class Worker {
 public:
  // `heartbeat_worklist` is a second client of the same worklist, which may give up sooner. `doorbell` is rung when the
  // worklist has work. Everything is borrowed.
  Worker(StepSurroundings surroundings, Worklist& heartbeat_worklist, Doorbell& doorbell, WorkerSettings settings);

  // Until the stop is requested; with `once`, until the worklist holds no step for us.
  void run(bool once);

 private:
  enum class Round { kWorked, kNothingToDo, kOnlyUrgent, kBusy, kNoAnswer };

  int places(const StepSlots& slots) const;  // for steps of any priority
  Round look_for_work(StepSlots& slots);
  Round claim_work(StepSlots& slots);
  std::optional<Round> claim_batch(StepSlots& slots);  // nothing when the server does not offer it
  Round search_and_claim(StepSlots& slots);
  bool claim_and_start(StepSlots& slots, const dicom::Json& workitem);
  StepAnswer claim(const std::string& workitem_uid, const std::string& transaction_uid);
  void start_claimed(StepSlots& slots, const dicom::Json& workitem, const std::string& transaction_uid);
  void start(StepSlots& slots, dicom::ProcessingTask task, ServedModel model, const std::string& transaction_uid);
  std::chrono::milliseconds pause_after(Round round);
  void note_answer(bool answers, const std::string& reason);

  StepSurroundings around_;
  Doorbell& doorbell_;
  WorkerSettings settings_;
  Heartbeats heartbeats_;
  bool worklist_answers_ = true;  // as last logged
  bool offers_batches_ = true;    // until it says otherwise
  bool woken_ = true;             // since the last claim: there may be something urgent
  // A claim whose answer is still to come: only the same request again tells what became of it.
  std::optional<BatchClaim> pending_;
  std::chrono::milliseconds outage_pause_;
  std::minstd_rand random_{std::random_device{}()};  // no two processors shall ask in step
};

}  // namespace sonolist::processor
