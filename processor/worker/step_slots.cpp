#include "processor/worker/step_slots.h"

#include <algorithm>

namespace sonolist::processor {

StepSlots::StepSlots(int count, std::function<void()> on_end)
    : on_end_(std::move(on_end)), slots_(static_cast<std::size_t>(count)) {}

StepSlots::~StepSlots() {
  for (Slot& slot : slots_) {
    if (slot.thread.joinable()) slot.thread.join();
  }
}

int StepSlots::free_slots() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(std::count_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return !slot.busy; }));
}

bool StepSlots::all_free() const {
  return free_slots() == static_cast<int>(slots_.size());
}

void StepSlots::start(std::function<void()> work) {
  std::unique_lock<std::mutex> lock(mutex_);
  Slot& slot = *std::find_if(slots_.begin(), slots_.end(), [](const Slot& one) { return !one.busy; });
  slot.busy = true;
  lock.unlock();
  if (slot.thread.joinable()) slot.thread.join();  // of the step before, which has ended
  slot.thread = std::thread([this, &slot, work = std::move(work)] {
    work();
    {
      const std::lock_guard<std::mutex> busy_lock(mutex_);
      slot.busy = false;
    }
    on_end_();
  });
}

}  // namespace sonolist::processor
