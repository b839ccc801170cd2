#include "plugin/intake/background_worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace sonolist::plugin {
namespace {

constexpr std::chrono::seconds kRestAfterFailure{1};
// An image that comes alone is taken in at once. While images stream in the machine is busy storing them: those that
// come closer together than the first time are taken in when none has come for the second, or all the same after the
// third. A pause shorter than the second is often only a disk that is slow to answer.
constexpr std::chrono::milliseconds kBurstInterval{50};
constexpr std::chrono::milliseconds kPause{500};
constexpr std::chrono::milliseconds kLongestBurst{10'000};

// Of this thread only. The PACS stores what comes in first; what is left of the machine is ours. Where it is refused
// the thread is as urgent as the others, and nothing else.
void yield_to_other_threads() {
  constexpr int kNice = 10;
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNice);
}

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
  // One of a burst: the thread has been told and not looked yet.
  if (hinted_.exchange(true)) return;
  // The thread is now either before its look at `hinted_` or asleep: no notification is lost.
  { const std::lock_guard<std::mutex> lock(mutex_); }
  wake_up_.notify_one();
}

void BackgroundWorker::run() {
  yield_to_other_threads();
  while (!stop_) {
    take_hint();
    const Time now = std::chrono::steady_clock::now();
    for (Scheduled& scheduled : duties_) {
      if (stop_) return;
      if (scheduled.next <= now) perform(scheduled);
    }
    rest();
  }
}

void BackgroundWorker::take_hint() {
  if (!hinted_.exchange(false)) return;
  for (Scheduled& scheduled : duties_) {
    if (!scheduled.duty.heeds_hints || scheduled.failed) continue;
    const Time now = std::chrono::steady_clock::now();
    scheduled.next = hint_is_taken_ ? std::min(scheduled.last + kLongestBurst, now + kPause)
                                    : std::min(scheduled.next, scheduled.last + kBurstInterval);
    hint_is_taken_ = true;
  }
}

// Whatever goes wrong is reported and tried again: the thread must outlive it.
void BackgroundWorker::perform(Scheduled& scheduled) {
  std::chrono::milliseconds pause = kRestAfterFailure;
  if (scheduled.duty.heeds_hints) hint_is_taken_ = false;
  scheduled.last = std::chrono::steady_clock::now();
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
  std::unique_lock<std::mutex> lock(mutex_);
  wake_up_.wait_until(lock, next->next, [this] { return stop_ || (hinted_ && !hint_is_taken_); });
}

}  // namespace sonolist::plugin
