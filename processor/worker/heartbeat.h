// Renews the lease of a claimed step while it is worked on.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "processor/log/log.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// A thread that sends a progress update each interval, from construction to destruction. A refused update means that
// the step is lost; an update that cannot be sent is only tried again. Thread safe.
class Heartbeat {
 public:
  // `worklist` is used by this object's thread alone and must outlive it.
  Heartbeat(Worklist& worklist, std::string workitem_uid, std::string transaction_uid,
            std::chrono::milliseconds interval, Log log);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();

  // What the next update says.
  void set_progress(double percent, const std::string& description);
  // The worklist no longer takes our updates: another performer works on the step, or it was cancelled.
  bool lost() const { return lost_; }

 private:
  void run();
  void beat(const dicom::Json& update);

  Worklist& worklist_;
  const std::string workitem_uid_, transaction_uid_;
  const std::chrono::milliseconds interval_;
  const Log log_;
  std::atomic<bool> lost_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;      // guarded by mutex_
  double percent_ = 0.0;     // guarded by mutex_
  std::string description_;  // guarded by mutex_
  std::thread thread_;       // last: it uses all of the above
};

}  // namespace sonolist::processor
