// What every connection of the listener needs; all of it outlives the connections.
#pragma once

#include <string>
#include <vector>

#include "plugin/events/channel_registry.h"
#include "plugin/http/request_handler.h"
#include "plugin/listener/admission.h"
#include "plugin/listener/connection_set.h"
#include "plugin/listener/handler_threads.h"
#include "plugin/listener/listener_settings.h"

namespace sonolist::plugin {

struct ListenerServices {
  const ListenerLimits& limits;
  const Admission& admission;
  const RequestHandler& handler;
  const std::vector<std::string>& channel_roots;
  ChannelRegistry& channels;
  ConnectionSet& connections;
  HandlerThreads& threads;
  Log& log;
};

}  // namespace sonolist::plugin
