#include "plugin/intake/background_worker.h"

#include <algorithm>

namespace sonolist::plugin {
namespace {

constexpr std::chrono::seconds kRestAfterFailure{1};
// A hint may be lost between a look at its flag and the wait: this is then the delay.
constexpr std::chrono::milliseconds kLongestWait{1000};

}  // namespace

BackgroundWorker::BackgroundWorker(std::vector<Duty> duties, Log& log) : log_(log) {
  for (Duty& duty : duties) duties_.push_back({std::move(duty)});
}

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
  while (!stop_) {
    const bool hinted = hinted_.exchange(false);
    const Time now = std::chrono::steady_clock::now();
    for (Scheduled& scheduled : duties_) {
      if (stop_) return;
      const bool wanted = hinted && scheduled.duty.heeds_hints && !scheduled.failed;
      if (wanted || scheduled.next <= now) perform(scheduled);
    }
    rest();
  }
}

// Whatever goes wrong is reported and tried again: the thread must outlive it.
void BackgroundWorker::perform(Scheduled& scheduled) {
  std::chrono::milliseconds pause = kRestAfterFailure;
  scheduled.failed = true;
  try {
    pause = scheduled.duty.work();
    scheduled.failed = false;
  } catch (const std::exception& error) {
    log_.error("Sonolist: " + scheduled.duty.failure + ": " + error.what());
  }
  scheduled.next = std::chrono::steady_clock::now() + pause;
}

void BackgroundWorker::rest() {
  const auto next = std::min_element(duties_.begin(), duties_.end(), [](const Scheduled& left, const Scheduled& right) {
    return left.next < right.next;
  });
  const Time until = std::min(next->next, std::chrono::steady_clock::now() + kLongestWait);
  std::unique_lock<std::mutex> lock(mutex_);
  wake_up_.wait_until(lock, until, [this] { return stop_ || hinted_; });
}

}  // namespace sonolist::plugin
