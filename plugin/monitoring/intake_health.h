// Whether the intake gets on.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// How far the intake of this PACS is.
struct IntakeProgress {
  std::int64_t cursor = 0;
  std::optional<std::int64_t> lag;  // changes behind the PACS; none when it does not tell
  double since_success = 0.0;       // seconds
};

// Thread safe: the intake tells, requests ask.
class IntakeHealth {
 public:
  // Counts as a success now.
  explicit IntakeHealth(Clock clock) : clock_(std::move(clock)), last_success_(clock_()) {}

  // Does one piece of work and notes how it ended.
  template <typename Work>
  auto watch(const Work& work) {
    try {
      auto result = work();
      note("");
      return result;
    } catch (const std::exception& error) {
      note(error.what());
      throw;
    }
  }

  struct State {
    std::chrono::duration<double> since_success{0};
    std::string failure;  // of the last try; empty when it succeeded
  };
  State state() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return {clock_() - last_success_, failure_};
  }

 private:
  void note(const std::string& failure) {
    const std::lock_guard<std::mutex> lock(mutex_);
    failure_ = failure;
    if (failure.empty()) last_success_ = clock_();
  }

  const Clock clock_;
  mutable std::mutex mutex_;
  TimePoint last_success_;  // guarded by mutex_
  std::string failure_;     // guarded by mutex_
};

}  // namespace sonolist::plugin
