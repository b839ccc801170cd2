#include "processor/worker/heartbeat.h"

#include "dicom_sr/workitem/processing_task.h"
#include "processor/error.h"

namespace sonolist::processor {

Heartbeat::Heartbeat(Worklist& worklist, std::string workitem_uid, std::string transaction_uid,
                     std::chrono::milliseconds interval, Log log)
    : worklist_(worklist),
      workitem_uid_(std::move(workitem_uid)),
      transaction_uid_(std::move(transaction_uid)),
      interval_(interval),
      log_(std::move(log)),
      thread_([this] { run(); }) {}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Heartbeat::set_progress(double percent, const std::string& description) {
  const std::lock_guard<std::mutex> lock(mutex_);
  percent_ = percent;
  description_ = description;
}

void Heartbeat::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!changed_.wait_for(lock, interval_, [this] { return ending_; })) {
    const dicom::Json update = dicom::progress_update(percent_, description_);
    lock.unlock();
    beat(update);
    lock.lock();
    if (lost_) return;
  }
}

void Heartbeat::beat(const dicom::Json& update) {
  try {
    if (worklist_.update(workitem_uid_, transaction_uid_, update) == StepAnswer::kLost) lost_ = true;
  } catch (const ProcessorError& error) {
    log_.warning("heartbeat failed", {{"workitem", workitem_uid_}, {"reason", error.what()}});
  }
}

}  // namespace sonolist::processor
