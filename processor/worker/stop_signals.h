// SIGTERM and SIGINT as a StopRequest.
#pragma once

#include <thread>

#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// Create it before any other thread: it blocks the two signals in the calling thread, and threads inherit that. A
// thread of its own waits for them, so that no code runs in a signal handler.
class StopSignals {
 public:
  // `stop` must outlive this object.
  explicit StopSignals(StopRequest& stop);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

 private:
  std::thread waiter_;
};

}  // namespace sonolist::processor
