#include "processor/worker/worker.h"

#include <algorithm>
#include <optional>

#include "dicom_sr/error.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

// Nothing when the workitem is no segmentation task: other performers may serve it.
std::optional<dicom::ProcessingTask> task_of(const dicom::Json& workitem) {
  try {
    dicom::ProcessingTask task = dicom::from_workitem(workitem);
    return task.inputs.empty() ? std::nullopt : std::optional<dicom::ProcessingTask>(std::move(task));
  } catch (const dicom::DicomError&) {
    return std::nullopt;
  }
}

}  // namespace

Worker::Worker(StepSurroundings surroundings, Worklist& heartbeat_worklist, WorkerSettings settings)
    : around_(surroundings), heartbeat_worklist_(heartbeat_worklist), settings_(std::move(settings)) {}

void Worker::run(bool once) {
  std::chrono::milliseconds pause = settings_.poll_interval;
  while (!around_.stop.requested()) {
    const Round round = work_once();
    if (round == Round::kWorked) continue;
    if (round == Round::kNothingToDo && once) return;
    const bool answers = round != Round::kNoAnswer;
    pause = answers ? settings_.poll_interval : std::min(2 * pause, settings_.longest_poll_interval);
    around_.stop.wait_for_request(pause);
  }
}

Worker::Round Worker::work_once() {
  try {
    for (int offset = 0;; offset += settings_.search_page) {
      const std::vector<dicom::Json> found = around_.worklist.search(settings_.search_page, offset);
      note_answer(true, "");
      for (const dicom::Json& workitem : found) {
        if (claim_and_run(workitem)) return Round::kWorked;
      }
      // Steps of models that are not loaded here may fill whole pages.
      if (static_cast<int>(found.size()) < settings_.search_page) return Round::kNothingToDo;
    }
  } catch (const ProcessorError& error) {
    note_answer(false, error.what());
    return Round::kNoAnswer;
  }
}

bool Worker::claim_and_run(const dicom::Json& workitem) {
  std::optional<dicom::ProcessingTask> task = task_of(workitem);
  if (!task) return false;
  std::optional<ServedModel> model = around_.processor.served_model(task->model, task->model_version);
  if (!model) return false;
  const std::string transaction_uid = dicom::random_uid();
  if (around_.worklist.claim(task->workitem_uid, transaction_uid) == StepAnswer::kLost) return false;
  around_.log.info("claimed", {{"workitem", task->workitem_uid}, {"model", model->name}, {"attempt", task->attempt}});
  Heartbeat heartbeat(heartbeat_worklist_, task->workitem_uid, transaction_uid, settings_.heartbeat_interval,
                      around_.log);
  ClaimedStep(around_, settings_.step, std::move(*task), transaction_uid, std::move(*model), heartbeat).run();
  return true;
}

void Worker::note_answer(bool answers, const std::string& reason) {
  if (answers == worklist_answers_) return;
  worklist_answers_ = answers;
  if (answers) {
    around_.log.info("the worklist answers again");
  } else {
    around_.log.error("the worklist does not answer; trying on", {{"reason", reason}});
  }
}

}  // namespace sonolist::processor
