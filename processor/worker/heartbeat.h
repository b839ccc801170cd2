// Renews the leases of claimed steps while they are worked on.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "processor/log/log.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// One thread that sends, for each step, a progress update each interval. An update that cannot be sent is only tried
// again. Thread safe.
class Heartbeats {
 public:
  // `worklist` must outlive this object.
  Heartbeats(Worklist& worklist, std::chrono::milliseconds interval, Log log);
  Heartbeats(const Heartbeats&) = delete;
  Heartbeats& operator=(const Heartbeats&) = delete;
  ~Heartbeats();

 private:
  friend class Heartbeat;
  using Clock = std::chrono::steady_clock;
  struct Step;

  void add(const std::shared_ptr<Step>& step);
  void remove(const std::shared_ptr<Step>& step);
  void run();
  std::shared_ptr<Step> due_step();  // with mutex_ held; nullptr: none is due
  Clock::time_point next_beat() const;
  void beat(Step& step);

  Worklist& worklist_;
  const std::chrono::milliseconds interval_;
  const Log log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;                       // guarded by mutex_
  std::vector<std::shared_ptr<Step>> steps_;  // guarded by mutex_
  std::thread thread_;                        // last: it uses all of the above
};

// The heartbeat of one step, from construction to destruction. Thread safe.
class Heartbeat {
 public:
  // `all` must outlive this object. Each update names the performer.
  Heartbeat(Heartbeats& all, StepClaim claim, std::string station_name);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();

  // What the next update says.
  void set_progress(double percent, const std::string& description);
  // The worklist no longer takes our updates: another performer works on the step, or it was cancelled.
  bool lost() const;

 private:
  Heartbeats& all_;
  std::shared_ptr<Heartbeats::Step> step_;
};

}  // namespace sonolist::processor
