// Wakes a worker up: there may be work, or a step has ended.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <utility>

#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// Thread safe. `stop` must outlive it.
class Doorbell {
 public:
  // `on_connection` is told of each change of connected().
  explicit Doorbell(const StopRequest& stop, std::function<void(bool)> on_connection = {})
      : stop_(stop), on_connection_(std::move(on_connection)) {}

  void ring() {
    rung_ = true;
    stop_.nudge();
  }
  // Whether somebody is there who rings when the worklist has work; else it must be asked often.
  void set_connected(bool connected) {
    if (connected_.exchange(connected) == connected) return;
    if (on_connection_) on_connection_(connected);
    ring();
  }
  bool connected() const { return connected_; }

  // Until it rings, the stop is requested, or `duration` is over. A ring from before the call counts.
  void wait_for(std::chrono::milliseconds duration) {
    stop_.wait_for_request_or(duration, [this] { return rung_.exchange(false); });
  }

 private:
  const StopRequest& stop_;
  const std::function<void(bool)> on_connection_;
  std::atomic<bool> rung_{false}, connected_{false};
};

}  // namespace sonolist::processor
