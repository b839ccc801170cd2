// Who is connected under which AE title.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "plugin/events/event_channel.h"

namespace sonolist::plugin {

// Thread safe; never waits for a peer. A channel leaves by being destroyed: the registry owns none.
class ChannelRegistry {
 public:
  // One AE may have several channels; each gets everything.
  void add(const std::string& ae_title, const std::shared_ptr<EventChannel>& channel);

  void send(const std::string& ae_title, const EventFrame& frame);
  void send_to_all(const EventFrame& frame);

  // The first channel that each of these AEs opens from now on gets `frame` before anything else.
  void greet_once(const std::vector<std::string>& ae_titles, const EventFrame& frame);

  std::size_t size() const;

 private:
  using Channels = std::multimap<std::string, std::weak_ptr<EventChannel>>;

  static void send_to(Channels::const_iterator begin, Channels::const_iterator end, const EventFrame& frame);
  void forget_closed();

  mutable std::mutex mutex_;
  Channels channels_;
  std::set<std::string> to_greet_;
  EventFrame greeting_;
};

}  // namespace sonolist::plugin
