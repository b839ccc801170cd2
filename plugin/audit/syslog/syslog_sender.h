// Sends records one after the other, in a thread of its own, so that nobody else waits for the network.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "plugin/audit/syslog/syslog_transport.h"
#include "plugin/log/log.h"

namespace sonolist::plugin {

struct SyslogLimits {
  std::size_t waiting_records = 10'000;
  std::size_t record_bytes = 32'768;           // PS3.15 A.6: what every repository can take
  std::chrono::milliseconds first_pause{500};  // after a failure; doubled after each further one
  std::chrono::milliseconds longest_pause{30'000};
  std::chrono::milliseconds farewell{2'000};  // for what waits when it is stopped
};

// Records keep their order. One that fails is tried again until it is gone, with growing pauses; what does not fit into
// the queue meanwhile, or is too long, is dropped, counted and reported. Thread safe.
class SyslogSender {
 public:
  // Borrows the log.
  SyslogSender(std::unique_ptr<SyslogTransport> transport, Log& log, const SyslogLimits& limits = {});
  ~SyslogSender() { stop(); }

  // Call once. What was offered before waits until then.
  void start();

  // Returns when the thread has ended; what the server did not take within the farewell is reported as dropped. May be
  // called twice.
  void stop();

  // Waits for nothing that takes time.
  void offer(std::string record);

  std::size_t dropped() const;  // since the beginning

 private:
  void run();
  bool wait_for_record();
  bool send_first();
  void report_failure(const std::string& reason);
  void report_success();
  void pause();
  void drop_waiting();

  const std::unique_ptr<SyslogTransport> transport_;  // the thread's
  Log& log_;
  const SyslogLimits limits_;
  std::chrono::milliseconds next_pause_;  // the thread's
  bool is_failing_ = false;               // likewise: the last record was not taken

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;  // the first one stays here while it is sent
  std::size_t dropped_ = 0;
  bool drops_are_reported_ = false;  // once in a row
  bool is_stopping_ = false;
  bool has_ended_ = false;
  std::atomic<bool> give_up_{false};
  std::thread thread_;
};

}  // namespace sonolist::plugin
