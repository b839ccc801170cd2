// The outbox as its readers see it: the events of the worklist in the order of their transactions.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

struct StoredEvent {
  std::int64_t id = 0;  // ascending without regard to gaps; whoever has seen n has seen all below n
  TimePoint time;
  WorkitemEvent event;
};

// Thread safe; throws StoreError.
class EventLog {
 public:
  virtual ~EventLog() = default;

  virtual std::int64_t last_event() const = 0;  // 0 when there is none

  // Oldest first.
  virtual std::vector<StoredEvent> events_after(std::int64_t id, std::size_t limit) const = 0;

  // Waits until an event above `id` may be there, woken by writers of this process and, where the engine can, of
  // others; at the latest after `timeout`. A wake-up is a hint: the answer is in events_after().
  virtual void wait_for_event(std::int64_t id, std::chrono::milliseconds timeout) const = 0;

  // Ends all waits now and from now on.
  virtual void stop_waiting() = 0;
};

}  // namespace sonolist::plugin
