// An open connection to one subscriber.
#pragma once

#include <memory>
#include <string>

namespace sonolist::plugin {

// One text message; shared by all channels that get it.
using EventFrame = std::shared_ptr<const std::string>;

// Thread safe.
class EventChannel {
 public:
  virtual ~EventChannel() = default;

  // Queues the frame and returns at once; frames arrive in the order of the calls. A channel whose peer reads too
  // slowly ends instead of queuing without bound.
  virtual void send(EventFrame frame) = 0;
};

}  // namespace sonolist::plugin
