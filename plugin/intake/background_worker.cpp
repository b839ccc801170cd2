#include "plugin/intake/background_worker.h"

#include <chrono>

#include "plugin/worklist/lease_sweep.h"

namespace sonolist::plugin {
namespace {

// A hint may be lost between a look at the changes and the wait: this is then the delay.
constexpr std::chrono::milliseconds kPollInterval{1000};

}  // namespace

BackgroundWorker::BackgroundWorker(Intake& intake, WorklistStore& store, LeasePolicy policy, Log& log, Clock clock)
    : intake_(intake), store_(store), policy_(policy), log_(log), clock_(std::move(clock)) {}

void BackgroundWorker::start() {
  thread_ = std::thread([this] { run(); });
}

void BackgroundWorker::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_up_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BackgroundWorker::hint() noexcept {
  hinted_ = true;
  wake_up_.notify_one();
}

void BackgroundWorker::run() {
  try {
    store_.extend_leases(clock_() + policy_.duration);
  } catch (const std::exception& error) {
    log_.error(std::string("Sonolist: ") + error.what());
  }
  while (!stop_) {
    take_in();
    sweep();
    wait();
  }
}

// Whatever goes wrong is reported and tried again: the thread must outlive it.
void BackgroundWorker::take_in() {
  more_ = false;
  failed_ = true;
  try {
    if (!reconciled_) intake_.reconcile(stop_);
    reconciled_ = true;
    more_ = intake_.step(stop_);
    failed_ = false;
  } catch (const std::exception& error) {
    log_.error(std::string("Sonolist: the intake is delayed: ") + error.what());
  }
}

void BackgroundWorker::sweep() {
  try {
    const int swept = sweep_expired_leases(store_, policy_.retry, clock_());
    if (swept > 0) log_.warning("Sonolist: " + std::to_string(swept) + " step(s) canceled: the lease expired");
  } catch (const std::exception& error) {
    log_.error(std::string("Sonolist: leases were not examined: ") + error.what());
  }
}

void BackgroundWorker::wait() {
  if (more_) return;
  std::unique_lock<std::mutex> lock(mutex_);
  // After a failure the whole interval: in a burst of new images the hints would use the tries up within an instant.
  wake_up_.wait_for(lock, kPollInterval, [this] { return stop_ || (hinted_ && !failed_); });
  hinted_ = false;
}

}  // namespace sonolist::plugin
