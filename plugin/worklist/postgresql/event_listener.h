// Hears from PostgreSQL that some process wrote events.
#pragma once

#include <thread>

#include "plugin/worklist/postgresql/postgresql_connection.h"
#include "plugin/worklist/sql/event_signal.h"

namespace sonolist::plugin {

inline constexpr const char* kEventChannel = "sonolist_events";

// A thread with a connection of its own, which raises the signal. Without a connection it tries again from time to
// time: those who wait then look when their time is over.
class EventListener {
 public:
  // Borrows the signal. Throws StoreError when the thread cannot begin.
  EventListener(PostgresqlSettings settings, EventSignal& signal);
  ~EventListener();
  EventListener(const EventListener&) = delete;
  EventListener& operator=(const EventListener&) = delete;

 private:
  void run();
  void listen();

  // Until `socket` has something to read (-1: none), the end is asked for, or `milliseconds` have passed. False at the
  // end.
  bool wait(int socket, int milliseconds) const;

  const PostgresqlSettings settings_;
  EventSignal& signal_;
  int end_;  // an eventfd, readable when the thread is to end
  std::thread thread_;
};

}  // namespace sonolist::plugin
