#include "processor/worker/worker.h"

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "processor/error.h"
#include "processor/worker/failure_code.h"

namespace sonolist::processor {
namespace {

// Nothing when the workitem is no task of our form: other performers may serve it.
std::optional<dicom::ProcessingTask> task_of(const dicom::Json& workitem) {
  try {
    return dicom::from_workitem(workitem);
  } catch (const dicom::DicomError&) {
    return std::nullopt;
  }
}

}  // namespace

Worker::Worker(StepSurroundings surroundings, Worklist& heartbeat_worklist, Doorbell& doorbell, WorkerSettings settings)
    : around_(surroundings),
      doorbell_(doorbell),
      settings_(std::move(settings)),
      heartbeats_(heartbeat_worklist, settings_.heartbeat_interval, around_.log),
      outage_pause_(settings_.poll_interval) {}

void Worker::run(bool once) {
  StepSlots slots(settings_.steps_at_once + settings_.urgent_steps, [this] { doorbell_.ring(); });
  while (!around_.stop.requested()) {
    const Round round = look_for_work(slots);
    if (round == Round::kWorked) continue;
    if (round == Round::kNothingToDo && once && slots.all_free()) return;
    doorbell_.wait_for(pause_after(round));
    woken_ = true;
  }
}

int Worker::places(const StepSlots& slots) const {
  return slots.free_slots() - settings_.urgent_steps;
}

Worker::Round Worker::look_for_work(StepSlots& slots) {
  if (places(slots) <= 0) {
    if (slots.free_slots() == 0 || !offers_batches_) return Round::kBusy;
    // A claim just made has taken what was first in the queue: nothing urgent waits until something new comes.
    if (!woken_) return Round::kOnlyUrgent;
  }
  woken_ = false;
  try {
    const Round round = claim_work(slots);
    note_answer(true, "");
    return round;
  } catch (const ProcessorError& error) {
    note_answer(false, error.what());
    return Round::kNoAnswer;
  }
}

Worker::Round Worker::claim_work(StepSlots& slots) {
  const bool only_urgent = places(slots) <= 0;
  const std::optional<Round> round = claim_batch(slots);
  if (only_urgent) return round == Round::kWorked ? Round::kWorked : Round::kOnlyUrgent;
  return round ? *round : search_and_claim(slots);
}

std::optional<Worker::Round> Worker::claim_batch(StepSlots& slots) {
  if (!offers_batches_) return std::nullopt;
  if (!pending_) {
    const bool urgent_only = places(slots) <= 0;
    pending_ = BatchClaim{around_.processor.served_models(), urgent_only ? slots.free_slots() : places(slots),
                          dicom::random_uid(), urgent_only};
  }
  const auto claimed = around_.worklist.claim_batch(*pending_);
  const std::string transaction_uid = std::exchange(pending_, std::nullopt)->transaction_uid;
  if (!claimed) {
    offers_batches_ = false;
    return std::nullopt;
  }
  for (const dicom::Json& workitem : *claimed) start_claimed(slots, workitem, transaction_uid);
  return claimed->empty() ? Round::kNothingToDo : Round::kWorked;
}

Worker::Round Worker::search_and_claim(StepSlots& slots) {
  for (int offset = 0;; offset += settings_.search_page) {
    const std::vector<dicom::Json> found = around_.worklist.search(settings_.search_page, offset);
    bool worked = false;
    for (const dicom::Json& workitem : found) {
      worked = claim_and_start(slots, workitem) || worked;
      if (places(slots) <= 0 || around_.stop.requested()) return Round::kWorked;
    }
    if (worked) return Round::kWorked;
    // Steps of models that are not loaded here may fill whole pages.
    if (static_cast<int>(found.size()) < settings_.search_page) return Round::kNothingToDo;
  }
}

bool Worker::claim_and_start(StepSlots& slots, const dicom::Json& workitem) {
  std::optional<dicom::ProcessingTask> task = task_of(workitem);
  if (!task) return false;
  std::optional<ServedModel> model = around_.processor.served_model(task->model, task->model_version);
  if (!model) return false;
  const std::string transaction_uid = dicom::random_uid();
  if (claim(task->workitem_uid, transaction_uid) == StepAnswer::kLost) return false;
  start(slots, std::move(*task), std::move(*model), transaction_uid);
  return true;
}

StepAnswer Worker::claim(const std::string& workitem_uid, const std::string& transaction_uid) {
  std::chrono::milliseconds delay = settings_.step.first_retry_delay;
  for (int tries = 1;; ++tries) {
    try {
      const StepAnswer answer = around_.worklist.claim(workitem_uid, transaction_uid);
      if (answer == StepAnswer::kAccepted || tries == 1) return answer;
      // The answer to an earlier claim was lost. Was it ours that succeeded? Then our Transaction UID is taken.
      return around_.worklist.update(workitem_uid, transaction_uid,
                                     dicom::progress_update(0.0, "Claimed", settings_.step.station_name));
    } catch (const ProcessorError& error) {
      if (error.failure_class() != FailureClass::kTransient || tries >= settings_.claim_tries) throw;
      if (around_.stop.requested()) throw;
    }
    around_.stop.wait_for_request(delay);
    delay = std::min(2 * delay, settings_.step.longest_retry_delay);
  }
}

void Worker::start_claimed(StepSlots& slots, const dicom::Json& workitem, const std::string& transaction_uid) {
  const std::string uid = dicom::get_string(workitem, dicom::tag::kSopInstanceUid).value_or("");
  const auto give_up = [&](FailureClass failure_class, const std::string& reason) {
    around_.observer.step_began();
    StepReport report;
    report.failure_class = failure_class;
    report.outcome = cancel_step(around_.worklist, around_.log, {uid, transaction_uid}, settings_.step.station_name,
                                 failure_code(failure_class), reason);
    around_.observer.step_ended(report);
  };
  try {
    dicom::ProcessingTask task = dicom::from_workitem(workitem);
    std::optional<ServedModel> model = around_.processor.served_model(task.model, task.model_version);
    if (!model) {
      give_up(FailureClass::kTransient, "Claimed for model " + task.model + ", which is not loaded here");
    } else {
      start(slots, std::move(task), std::move(*model), transaction_uid);
    }
  } catch (const dicom::DicomError& error) {
    give_up(FailureClass::kInput, error.what());
  }
}

void Worker::start(StepSlots& slots, dicom::ProcessingTask task, ServedModel model,
                   const std::string& transaction_uid) {
  around_.log.info("claimed", {{"workitem", task.workitem_uid}, {"model", model.name}, {"attempt", task.attempt}});
  slots.start([this, task = std::move(task), model = std::move(model), transaction_uid] {
    Heartbeat heartbeat(heartbeats_, {task.workitem_uid, transaction_uid}, settings_.step.station_name);
    ClaimedStep(around_, settings_.step, task, transaction_uid, model, heartbeat).run();
  });
}

std::chrono::milliseconds Worker::pause_after(Round round) {
  constexpr std::chrono::hours kUntilRung(1);
  std::chrono::milliseconds pause = doorbell_.connected() ? settings_.idle_poll_interval : settings_.poll_interval;
  if (round == Round::kBusy) return kUntilRung;
  if (round == Round::kOnlyUrgent) return doorbell_.connected() ? kUntilRung : settings_.longest_poll_interval;
  if (round == Round::kNoAnswer) pause = outage_pause_ = std::min(2 * outage_pause_, settings_.longest_poll_interval);
  const long part = std::max(1L, static_cast<long>(pause.count()) / 4);
  return pause + std::chrono::milliseconds(std::uniform_int_distribution<long>(-part, part)(random_));
}

void Worker::note_answer(bool answers, const std::string& reason) {
  if (answers) outage_pause_ = settings_.poll_interval;
  if (answers == worklist_answers_) return;
  worklist_answers_ = answers;
  if (answers) {
    offers_batches_ = true;  // it may be another one now
    around_.log.info("the worklist answers again");
  } else {
    around_.log.error("the worklist does not answer; trying on", {{"reason", reason}});
  }
}

}  // namespace sonolist::processor
