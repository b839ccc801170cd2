#include "plugin/events/event_dispatcher.h"

#include <chrono>

#include "plugin/events/event_frame.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kEventsPerPage = 100;
constexpr std::chrono::milliseconds kLongestWait{1000};
constexpr std::chrono::milliseconds kPauseAfterFailure{200};

}  // namespace

EventDispatcher::EventDispatcher(EventLog& events, EventRecipients recipients, ChannelRegistry& channels, Log& log)
    : events_(events), recipients_(std::move(recipients)), channels_(channels), log_(log) {}

void EventDispatcher::start() {
  try {
    find_end();
  } catch (const std::exception& error) {
    // The thread asks again.
    log_.error(std::string("Sonolist: the end of the events is not known yet: ") + error.what());
  }
  thread_ = std::thread([this] { run(); });
}

void EventDispatcher::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  if (!thread_.joinable()) return;
  events_.stop_waiting();
  thread_.join();
}

void EventDispatcher::run() {
  while (!stop_) {
    try {
      if (!cursor_) find_end();
      dispatch();
      failing_ = false;
      events_.wait_for_event(*cursor_, kLongestWait);
    } catch (const std::exception& error) {
      if (!failing_) log_.error(std::string("Sonolist: events are delayed: ") + error.what());
      failing_ = true;
      pause();
    }
  }
}

void EventDispatcher::find_end() {
  cursor_ = events_.last_event();
}

void EventDispatcher::dispatch() {
  const std::int64_t last = events_.last_event();
  // Asked in this order: whoever connects after the second question connects after all events up to `last`.
  if (channels_.size() == 0) {
    cursor_ = last;
    return;
  }
  while (!stop_ && *cursor_ < last) {
    const std::vector<StoredEvent> page = events_.events_after(*cursor_, kEventsPerPage);
    if (page.empty()) cursor_ = last;  // old events were removed
    for (const StoredEvent& event : page) {
      if (stop_) return;
      const std::vector<std::string> recipients = recipients_(event);
      if (!recipients.empty()) {
        const auto frame = std::make_shared<const std::string>(event_frame(event));
        for (const std::string& ae_title : recipients) channels_.send(ae_title, frame);
      }
      cursor_ = event.id;
    }
  }
}

void EventDispatcher::pause() {
  std::unique_lock<std::mutex> lock(mutex_);
  stopped_.wait_for(lock, kPauseAfterFailure, [this] { return stop_.load(); });
}

}  // namespace sonolist::plugin
