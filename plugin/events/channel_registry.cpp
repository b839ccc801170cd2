#include "plugin/events/channel_registry.h"

#include <algorithm>

namespace sonolist::plugin {

void ChannelRegistry::add(const std::string& ae_title, const std::shared_ptr<EventChannel>& channel) {
  const std::lock_guard<std::mutex> lock(mutex_);
  forget_closed();
  if (to_greet_.erase(ae_title) > 0) channel->send(greeting_);
  channels_.emplace(ae_title, channel);
}

void ChannelRegistry::send(const std::string& ae_title, const EventFrame& frame) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [begin, end] = channels_.equal_range(ae_title);
  send_to(begin, end, frame);
}

void ChannelRegistry::send_to_all(const EventFrame& frame) {
  const std::lock_guard<std::mutex> lock(mutex_);
  send_to(channels_.begin(), channels_.end(), frame);
}

void ChannelRegistry::greet_once(const std::vector<std::string>& ae_titles, const EventFrame& frame) {
  const std::lock_guard<std::mutex> lock(mutex_);
  to_greet_ = {ae_titles.begin(), ae_titles.end()};
  greeting_ = frame;
}

std::size_t ChannelRegistry::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(channels_.begin(), channels_.end(), [](const auto& entry) { return !entry.second.expired(); }));
}

void ChannelRegistry::send_to(Channels::const_iterator begin, Channels::const_iterator end, const EventFrame& frame) {
  for (auto entry = begin; entry != end; ++entry) {
    if (const auto channel = entry->second.lock()) channel->send(frame);
  }
}

void ChannelRegistry::forget_closed() {
  for (auto entry = channels_.begin(); entry != channels_.end();) {
    entry = entry->second.expired() ? channels_.erase(entry) : std::next(entry);
  }
}

}  // namespace sonolist::plugin
