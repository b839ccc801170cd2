// The one thread of the plug-in that works without being asked: intake, sweeps, reconciliation.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "plugin/log/log.h"

namespace sonolist::plugin {

// Something to be done again and again, in small pieces, so that no duty waits long for another.
struct Duty {
  std::string failure;  // the beginning of the log line when it throws, e.g. "the intake is delayed"
  // Does one piece and returns how long it may rest; zero when more is waiting.
  std::function<std::chrono::milliseconds()> work;
  bool heeds_hints = false;  // a hint ends its rest
};

class BackgroundWorker {
 public:
  // Borrows the log and what the duties refer to. After a failure a duty rests for a second whatever the hints say: in
  // a burst of new images they would use its tries up within an instant.
  BackgroundWorker(std::vector<Duty> duties, Log& log);
  ~BackgroundWorker() { stop(); }

  // Call once, when the REST interface of the PACS answers.
  void start();

  // Returns when the thread has ended; what it had not finished is done after the next start. May be called twice.
  void stop();

  // True from the beginning of stop(): a long piece of work looks here and ends early.
  const std::atomic<bool>& stopping() const { return stop_; }

  // Something new may be there. Waits for nothing that takes time; safe inside callbacks of the PACS.
  void hint() noexcept;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Scheduled {
    Duty duty;
    Time last{};  // when it began
    Time next{};
    bool failed = false;  // the last time
  };

  void run();
  void take_hint();
  void perform(Scheduled& scheduled);
  void rest();

  Log& log_;
  std::vector<Scheduled> duties_;  // the thread's
  bool hint_is_taken_ = false;     // likewise: a duty waits only for the end of its burst interval
  std::atomic<bool> stop_{false};
  std::atomic<bool> hinted_{false};
  std::mutex mutex_;  // only for the condition variable
  std::condition_variable wake_up_;
  std::thread thread_;
};

}  // namespace sonolist::plugin
