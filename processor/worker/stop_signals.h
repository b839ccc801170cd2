// SIGTERM and SIGINT as a StopRequest.
#pragma once

#include <thread>

#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// At most one object at a time. While it lives, the two signals request the stop instead of ending the program;
// afterwards they have their default effect again.
class StopSignals {
 public:
  // `stop` must outlive this object. Throws ProcessorError(kInternal) when the system gives no pipe.
  explicit StopSignals(StopRequest& stop);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

 private:
  int read_end_ = -1, write_end_ = -1;  // of a pipe: the signal handler writes, the thread reads
  std::thread waiter_;
};

}  // namespace sonolist::processor
