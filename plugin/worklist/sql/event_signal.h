// Wakes those who wait for events of the worklist.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace sonolist::plugin {

// Thread safe.
class EventSignal {
 public:
  // How often it was raised. Take it before looking for events: what comes after the look then ends the wait at once.
  std::uint64_t count() const;

  // Until it was raised more often than `seen`, was stopped, or `timeout` has passed.
  void wait(std::uint64_t seen, std::chrono::milliseconds timeout) const;

  void raise();
  void stop();  // for good

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable raised_;
  std::uint64_t count_ = 0;
  bool stopped_ = false;
};

}  // namespace sonolist::plugin
