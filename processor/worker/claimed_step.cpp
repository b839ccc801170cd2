#include "processor/worker/claimed_step.h"

#include <algorithm>

#include "dicom_sr/codes/concepts.h"
#include "processor/error.h"
#include "processor/worker/failure_code.h"

namespace sonolist::processor {
namespace {

constexpr double kStartedPercent = 1.0;
constexpr double kProcessedPercent = 90.0;

LogFields log_fields(const StageTimes& times) {
  LogFields fields = LogFields::object();
  for (const auto& [stage, milliseconds] : times.milliseconds()) fields[stage] = milliseconds;
  return fields;
}

}  // namespace

StepOutcome cancel_step(Worklist& worklist, const Log& log, const StepClaim& claim, const std::string& station_name,
                        const dicom::Code& code, const std::string& reason) {
  const auto& [workitem_uid, transaction_uid] = claim;
  const LogFields fields = {{"workitem", workitem_uid}, {"code", code.value}, {"reason", reason}};
  try {
    const dicom::Json update = dicom::cancellation_update(reason, code, dicom::now_date_time(), station_name);
    const bool accepted = worklist.update(workitem_uid, transaction_uid, update) == StepAnswer::kAccepted &&
                          worklist.finish(workitem_uid, transaction_uid, "CANCELED") == StepAnswer::kAccepted;
    log.warning(accepted ? "canceled" : "step failed, and was lost before", fields);
    return accepted ? StepOutcome::kCanceled : StepOutcome::kLost;
  } catch (const ProcessorError& error) {
    // The lease will expire, and the worklist then does what we could not.
    log.error("step failed, and the worklist cannot be told", fields);
    log.error(error.what(), {{"workitem", workitem_uid}});
    return StepOutcome::kLost;
  }
}

// Ends the work from inside a checkpoint; no failure.
struct ClaimedStep::Interrupted {
  bool lost = false;  // else: we stop
};

ClaimedStep::ClaimedStep(StepSurroundings surroundings, StepSettings settings, dicom::ProcessingTask task,
                         std::string transaction_uid, ServedModel model, Heartbeat& heartbeat)
    : around_(surroundings),
      settings_(std::move(settings)),
      task_(std::move(task)),
      transaction_uid_(std::move(transaction_uid)),
      model_(std::move(model)),
      heartbeat_(heartbeat),
      start_date_time_(dicom::now_date_time()) {}

StepOutcome ClaimedStep::run() {
  around_.observer.step_began();
  StepReport report;
  report.model = model_.name;
  report.outcome = work_and_end(report.failure_class);
  report.duration = std::chrono::steady_clock::now() - start_;
  report.milliseconds = times_.milliseconds();
  around_.observer.step_ended(report);
  return report.outcome;
}

StepOutcome ClaimedStep::work_and_end(std::optional<FailureClass>& failure_class) {
  const LogFields workitem = {{"workitem", task_.workitem_uid}};
  const auto cancel = [this](const dicom::Code& code, const std::string& reason) {
    return cancel_step(around_.worklist, around_.log, {task_.workitem_uid, transaction_uid_}, settings_.station_name,
                       code, reason);
  };
  try {
    work();
    around_.log.info("completed", {{"workitem", task_.workitem_uid}, {"milliseconds", log_fields(times_)}});
    return StepOutcome::kCompleted;
  } catch (const Interrupted& interrupted) {
    if (interrupted.lost) {
      around_.log.warning("step lost: the worklist gave it to another performer or cancelled it", workitem);
      return StepOutcome::kLost;
    }
    const StepOutcome outcome = cancel(dicom::code::kReasonHandBack, "Handed back: processor stops");
    return outcome == StepOutcome::kCanceled ? StepOutcome::kHandedBack : outcome;
  } catch (const std::exception& error) {
    const Failure failure = classify(error);
    failure_class = failure.failure_class;
    return cancel(failure_code(failure.failure_class), failure.sentence);
  }
}

void ClaimedStep::work() {
  const StepResult result = process_inputs();
  // The last look before anything is written: a step that was given away meanwhile must not be stored.
  retried("update", [&] {
    require_ours(around_.worklist.update(
        task_.workitem_uid, transaction_uid_,
        dicom::progress_update(kProcessedPercent, "Storing the results", settings_.station_name)));
  });
  store(result.objects);
  complete(result);
}

StepResult ClaimedStep::process_inputs() {
  const auto fetch = [&](const InstanceAddress& address) {
    return retried("fetch", [&] { return around_.store.retrieve(address); });
  };
  const auto report_progress = [&](double part) {
    heartbeat_.set_progress(kStartedPercent + (kProcessedPercent - kStartedPercent) * part, "Processing");
    checkpoint();
  };
  report_progress(0.0);
  return around_.processor.process(model_, task_, fetch, report_progress, times_);
}

void ClaimedStep::store(const std::vector<ResultObject>& objects) {
  std::vector<std::vector<std::uint8_t>> files;
  files.reserve(objects.size());
  for (const ResultObject& object : objects) files.push_back(object.file);
  heartbeat_.set_progress(kProcessedPercent, "Storing the results");
  retried("store", [&] { around_.store.store(files, task_.storage_url); });
}

void ClaimedStep::complete(const StepResult& result) {
  dicom::PerformedTask performed;
  performed.station_name = settings_.station_name;
  performed.model = model_.name;
  performed.model_version = model_.version;
  performed.weights_sha256 = model_.weights_sha256;
  performed.start_date_time = start_date_time_;
  performed.end_date_time = dicom::now_date_time();
  performed.timings_ms = times_.milliseconds();
  performed.study_instance_uid = task_.study_instance_uid;
  for (const LeftOutInput& input : result.left_out) {
    performed.left_out.push_back({input.sop_instance_uid, input.reason});
    around_.log.warning("input left out", {{"workitem", task_.workitem_uid}, {"reason", input.reason}});
  }
  for (const ResultObject& object : result.objects) {
    const InstanceAddress address{task_.study_instance_uid, object.series_instance_uid, object.sop_instance_uid};
    performed.outputs.push_back({object.sop_class_uid, object.sop_instance_uid, object.series_instance_uid,
                                 around_.store.retrieve_url(address, task_.storage_url)});
  }
  const dicom::Json update = dicom::performed_update(performed);
  retried("update", [&] { require_ours(around_.worklist.update(task_.workitem_uid, transaction_uid_, update)); });
  retried("complete",
          [&] { require_ours(around_.worklist.finish(task_.workitem_uid, transaction_uid_, "COMPLETED")); });
}

void ClaimedStep::checkpoint() const {
  if (heartbeat_.lost()) throw Interrupted{true};
  if (around_.stop.grace_over()) throw Interrupted{false};
}

void ClaimedStep::require_ours(StepAnswer answer) const {
  if (answer == StepAnswer::kLost) throw Interrupted{true};
}

template <typename Request>
std::invoke_result_t<Request> ClaimedStep::retried(const std::string& stage, Request request) {
  const StageTimer timer(times_, stage);
  const auto give_up = std::chrono::steady_clock::now() + settings_.retry_for;
  std::chrono::milliseconds delay = settings_.first_retry_delay;
  while (true) {
    std::chrono::milliseconds wait = delay;
    checkpoint();
    try {
      return request();
    } catch (const ProcessorError& error) {
      if (error.failure_class() != FailureClass::kTransient || std::chrono::steady_clock::now() >= give_up) throw;
      around_.log.warning("will retry", {{"workitem", task_.workitem_uid}, {"stage", stage}, {"reason", error.what()}});
      const std::chrono::milliseconds asked = error.retry_after().value_or(std::chrono::seconds(0));
      wait = std::max(delay, std::min(asked, settings_.longest_requested_delay));
    }
    around_.stop.wait_for_grace_end(wait);
    delay = std::min(2 * delay, settings_.longest_retry_delay);
  }
}

}  // namespace sonolist::processor
