// Whether a worklist answers.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace sonolist::processor {

using SteadyTime = std::chrono::steady_clock::time_point;
using SteadyClock = std::function<SteadyTime()>;

// Thread safe: the worker and its heartbeats tell, the monitoring asks.
class WorklistHealth {
 public:
  // `url`: its root, shown without a user name or password that it may hold.
  WorklistHealth(const std::string& url, SteadyClock clock);

  void answered();
  void failed(const std::string& reason);
  void set_channel_open(bool is_open);

  struct State {
    bool answers = false;  // the last time
    std::optional<std::chrono::duration<double>> since_answer;
    std::string failure;  // the last one, if it does not answer
    bool channel_is_open = false;
  };
  State state() const;
  const std::string& url() const { return url_; }

 private:
  const std::string url_;
  const SteadyClock clock_;
  mutable std::mutex mutex_;
  State state_;  // guarded by mutex_, as is the next
  std::optional<SteadyTime> last_answer_;
};

}  // namespace sonolist::processor
