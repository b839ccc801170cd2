// The one thread of the plug-in: intake, woken by hints, and the sweep of expired leases.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "plugin/intake/intake.h"
#include "plugin/log/log.h"
#include "plugin/ups_rs/worklist_service.h"

namespace sonolist::plugin {

class BackgroundWorker {
 public:
  // Borrows everything.
  BackgroundWorker(Intake& intake, WorklistStore& store, LeasePolicy policy, Log& log, Clock clock);
  ~BackgroundWorker() { stop(); }

  // Call once, when the REST interface of the PACS answers.
  void start();

  // Returns when the thread has ended; what it had not finished is done after the next start. May be called twice.
  void stop();

  // A new image may be there. Waits for nothing that takes time; safe inside callbacks of the PACS.
  void hint() noexcept;

 private:
  void run();
  void take_in();
  void sweep();
  void wait();

  Intake& intake_;
  WorklistStore& store_;
  const LeasePolicy policy_;
  Log& log_;
  const Clock clock_;
  bool reconciled_ = false;  // thread only
  bool more_ = false;        // thread only: a page of changes is left
  bool failed_ = false;      // thread only: the last try of the intake

  std::chrono::steady_clock::time_point last_intake_{};  // thread only

  std::atomic<bool> stop_{false};
  std::atomic<bool> hinted_{false};
  std::mutex mutex_;  // only for the condition variable
  std::condition_variable wake_up_;
  std::thread thread_;
};

}  // namespace sonolist::plugin
