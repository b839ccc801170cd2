#include "plugin/worklist/sql/event_signal.h"

namespace sonolist::plugin {

std::uint64_t EventSignal::count() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return count_;
}

void EventSignal::wait(std::uint64_t seen, std::chrono::milliseconds timeout) const {
  std::unique_lock<std::mutex> lock(mutex_);
  raised_.wait_for(lock, timeout, [&] { return stopped_ || count_ != seen; });
}

void EventSignal::raise() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
  }
  raised_.notify_all();
}

void EventSignal::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  raised_.notify_all();
}

}  // namespace sonolist::plugin
