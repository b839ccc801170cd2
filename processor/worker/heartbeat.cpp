#include "processor/worker/heartbeat.h"

#include <algorithm>

#include "dicom_sr/workitem/processing_task.h"
#include "processor/error.h"

namespace sonolist::processor {

// Shared with the thread, which may be at an update when the step ends.
struct Heartbeats::Step {
  StepClaim claim;
  std::string station_name;
  std::atomic<bool> lost{false};
  std::mutex mutex;
  double percent = 0.0;         // guarded by mutex
  std::string description;      // guarded by mutex
  Clock::time_point next_beat;  // guarded by the mutex of Heartbeats
};

Heartbeats::Heartbeats(Worklist& worklist, std::chrono::milliseconds interval, Log log)
    : worklist_(worklist), interval_(interval), log_(std::move(log)), thread_([this] { run(); }) {}

Heartbeats::~Heartbeats() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Heartbeats::add(const std::shared_ptr<Step>& step) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    step->next_beat = Clock::now() + interval_;
    steps_.push_back(step);
  }
  changed_.notify_all();
}

void Heartbeats::remove(const std::shared_ptr<Step>& step) {
  const std::lock_guard<std::mutex> lock(mutex_);
  steps_.erase(std::remove(steps_.begin(), steps_.end(), step), steps_.end());
}

void Heartbeats::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ending_) {
    if (const auto step = due_step()) {
      step->next_beat = Clock::now() + interval_;
      lock.unlock();
      beat(*step);
      lock.lock();
    } else if (steps_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, next_beat());
    }
  }
}

std::shared_ptr<Heartbeats::Step> Heartbeats::due_step() {
  const auto now = Clock::now();
  const auto due = std::find_if(steps_.begin(), steps_.end(),
                                [&](const auto& step) { return !step->lost && step->next_beat <= now; });
  return due == steps_.end() ? nullptr : *due;
}

Heartbeats::Clock::time_point Heartbeats::next_beat() const {
  Clock::time_point next = Clock::now() + interval_;
  for (const auto& step : steps_) {
    if (!step->lost) next = std::min(next, step->next_beat);
  }
  return next;
}

void Heartbeats::beat(Step& step) {
  dicom::Json update;
  {
    const std::lock_guard<std::mutex> lock(step.mutex);
    update = dicom::progress_update(step.percent, step.description, step.station_name);
  }
  try {
    const StepAnswer answer = worklist_.update(step.claim.workitem_uid, step.claim.transaction_uid, update);
    if (answer == StepAnswer::kLost) step.lost = true;
  } catch (const ProcessorError& error) {
    log_.warning("heartbeat failed", {{"workitem", step.claim.workitem_uid}, {"reason", error.what()}});
  }
}

Heartbeat::Heartbeat(Heartbeats& all, StepClaim claim, std::string station_name)
    : all_(all), step_(std::make_shared<Heartbeats::Step>()) {
  step_->claim = std::move(claim);
  step_->station_name = std::move(station_name);
  all_.add(step_);
}

Heartbeat::~Heartbeat() {
  all_.remove(step_);
}

void Heartbeat::set_progress(double percent, const std::string& description) {
  const std::lock_guard<std::mutex> lock(step_->mutex);
  step_->percent = percent;
  step_->description = description;
}

bool Heartbeat::lost() const {
  return step_->lost;
}

}  // namespace sonolist::processor
