// How many steps are worked on at once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sonolist::processor {

// A thread for each place, which stays from step to step: what a network's threads and their memory have warmed up
// serves the next step. free_slots() and start() belong to one thread.
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
  // Needs a free slot; the first one is taken. `work` throws nothing.
  void start(std::function<void()> work);

 private:
  struct Slot {
    std::thread thread;          // from its first step on
    std::function<void()> work;  // of the running step; guarded by mutex_
  };

  void run(Slot& slot);

  const std::function<void()> on_end_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;  // guarded by mutex_
  std::vector<Slot> slots_;
};

}  // namespace sonolist::processor
