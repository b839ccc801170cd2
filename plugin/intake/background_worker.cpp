#include "plugin/intake/background_worker.h"

#include <chrono>

#include "plugin/worklist/lease_sweep.h"

namespace sonolist::plugin {
namespace {

// For what gives no hint: leases that end, failures to try again.
constexpr std::chrono::milliseconds kPollInterval{1000};

// While images stream in they are taken in as pages, not one by one: the machine is busy storing them. A single image
// is taken in at once.
constexpr std::chrono::milliseconds kBurstInterval{50};

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
  // One of a burst: the thread has been told and not looked yet.
  if (hinted_.exchange(true)) return;
  // The thread is now either before its look at `hinted_` or asleep: no notification is lost.
  { const std::lock_guard<std::mutex> lock(mutex_); }
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
  last_intake_ = std::chrono::steady_clock::now();
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
  wake_up_.wait_until(lock, last_intake_ + kBurstInterval, [this] { return stop_.load(); });
  hinted_ = false;
}

}  // namespace sonolist::plugin
