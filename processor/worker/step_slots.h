// How many steps are worked on at once.
#pragma once

#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sonolist::processor {

// A thread for each running step, at most `count`. free_slots() and start() belong to one thread.
class StepSlots {
 public:
  // `on_end` is called by the thread of each step that has ended, after its slot has become free.
  StepSlots(int count, std::function<void()> on_end);
  StepSlots(const StepSlots&) = delete;
  StepSlots& operator=(const StepSlots&) = delete;
  // Waits for all running steps.
  ~StepSlots();

  int free_slots() const;
  bool all_free() const;
  // Needs a free slot. `work` throws nothing.
  void start(std::function<void()> work);

 private:
  struct Slot {
    std::thread thread;
    bool busy = false;  // guarded by mutex_
  };

  const std::function<void()> on_end_;
  mutable std::mutex mutex_;
  std::vector<Slot> slots_;
};

}  // namespace sonolist::processor
