// The thread that carries events from the outbox to the channels of those who subscribed.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "plugin/events/channel_registry.h"
#include "plugin/log/log.h"
#include "plugin/worklist/event_log.h"

namespace sonolist::plugin {

// AE titles that get the event. May throw StoreError.
using EventRecipients = std::function<std::vector<std::string>(const StoredEvent&)>;

class EventDispatcher {
 public:
  // Borrows all but `recipients`.
  EventDispatcher(EventLog& events, EventRecipients recipients, ChannelRegistry& channels, Log& log);
  ~EventDispatcher() { stop(); }

  // Call once. Events that are in the outbox already are not sent. Later ones reach each channel that is open in
  // their order, each once, also when the store fails in between.
  void start();

  // Returns when the thread has ended. May be called twice.
  void stop();

 private:
  void run();
  void find_end();
  void dispatch();
  void pause();

  EventLog& events_;
  const EventRecipients recipients_;
  ChannelRegistry& channels_;
  Log& log_;
  std::optional<std::int64_t> cursor_;  // the last event that is dealt with; nothing until the store has answered
  bool failing_ = false;                // thread only

  std::atomic<bool> stop_{false};
  std::mutex mutex_;  // only for the condition variable
  std::condition_variable stopped_;
  std::thread thread_;
};

}  // namespace sonolist::plugin
