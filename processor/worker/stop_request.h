// A request to stop, and how long the running step may still take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

namespace sonolist::processor {

// Thread safe.
class StopRequest {
 public:
  // `grace`: how long after request() running work may go on.
  explicit StopRequest(std::chrono::milliseconds grace) : grace_(grace) {}

  void request();
  bool requested() const;
  bool grace_over() const;

  // Waits for `duration`, or until request() is called; returns at once when it was.
  void wait_for_request(std::chrono::milliseconds duration) const;
  // The same, or until `event` is true: asked, with an inner lock held, at the beginning and after each nudge().
  void wait_for_request_or(std::chrono::milliseconds duration, const std::function<bool()>& event) const;
  void nudge() const;
  // Waits for `duration`, or until the grace is over.
  void wait_for_grace_end(std::chrono::milliseconds duration) const;

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point earlier_of_grace_end(Clock::time_point time) const;  // with mutex_ held

  const std::chrono::milliseconds grace_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::optional<Clock::time_point> requested_at_;  // guarded by mutex_
};

}  // namespace sonolist::processor
