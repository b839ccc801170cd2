#include "processor/worker/stop_request.h"

#include <algorithm>

namespace sonolist::processor {

void StopRequest::request() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!requested_at_) requested_at_ = Clock::now();
  }
  changed_.notify_all();
}

bool StopRequest::requested() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requested_at_.has_value();
}

bool StopRequest::grace_over() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requested_at_ && Clock::now() >= *requested_at_ + grace_;
}

void StopRequest::wait_for_request(std::chrono::milliseconds duration) const {
  wait_for_request_or(duration, [] { return false; });
}

void StopRequest::wait_for_request_or(std::chrono::milliseconds duration, const std::function<bool()>& event) const {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, duration, [&] { return event() || requested_at_.has_value(); });
}

void StopRequest::nudge() const {
  // With the lock: a nudge between a waiter's question and its sleep would be lost.
  { const std::lock_guard<std::mutex> lock(mutex_); }
  changed_.notify_all();
}

void StopRequest::wait_for_grace_end(std::chrono::milliseconds duration) const {
  const Clock::time_point end = Clock::now() + duration;
  std::unique_lock<std::mutex> lock(mutex_);
  // A request that comes meanwhile may bring the end nearer: the bound is computed anew after each wake-up.
  while (Clock::now() < earlier_of_grace_end(end)) changed_.wait_until(lock, earlier_of_grace_end(end));
}

StopRequest::Clock::time_point StopRequest::earlier_of_grace_end(Clock::time_point time) const {
  return requested_at_ ? std::min(time, *requested_at_ + grace_) : time;
}

}  // namespace sonolist::processor
