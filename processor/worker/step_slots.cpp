#include "processor/worker/step_slots.h"

#include <algorithm>
#include <utility>

namespace sonolist::processor {

StepSlots::StepSlots(int count, std::function<void()> on_end)
    : on_end_(std::move(on_end)), slots_(static_cast<std::size_t>(count)) {}

StepSlots::~StepSlots() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (Slot& slot : slots_) {
    if (slot.thread.joinable()) slot.thread.join();
  }
}

int StepSlots::free_slots() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(std::count_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return !slot.work; }));
}

bool StepSlots::all_free() const {
  return free_slots() == static_cast<int>(slots_.size());
}

void StepSlots::start(std::function<void()> work) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Slot& slot = *std::find_if(slots_.begin(), slots_.end(), [](const Slot& one) { return !one.work; });
  slot.work = std::move(work);
  if (!slot.thread.joinable()) slot.thread = std::thread([this, &slot] { run(slot); });
  changed_.notify_all();
}

void StepSlots::run(Slot& slot) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return slot.work || ending_; });
    if (!slot.work) return;
    lock.unlock();
    slot.work();
    lock.lock();
    slot.work = nullptr;
    lock.unlock();
    on_end_();
    lock.lock();
  }
}

}  // namespace sonolist::processor
