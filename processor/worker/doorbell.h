// Wakes a worker up: there may be work, or a step has ended.
#pragma once

#include <atomic>
#include <chrono>

#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// Thread safe. `stop` must outlive it.
class Doorbell {
 public:
  explicit Doorbell(const StopRequest& stop) : stop_(stop) {}

  void ring() {
    rung_ = true;
    stop_.nudge();
  }
  // Whether somebody is there who rings when the worklist has work; else it must be asked often.
  void set_connected(bool connected) {
    if (connected_.exchange(connected) != connected) ring();
  }
  bool connected() const { return connected_; }

  // Until it rings, the stop is requested, or `duration` is over. A ring from before the call counts.
  void wait_for(std::chrono::milliseconds duration) {
    stop_.wait_for_request_or(duration, [this] { return rung_.exchange(false); });
  }

 private:
  const StopRequest& stop_;
  std::atomic<bool> rung_{false}, connected_{false};
};

}  // namespace sonolist::processor
