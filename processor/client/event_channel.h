// Hears of new work: the event channel of UPS-RS (PS3.18 8.10.4), a WebSocket.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "processor/log/log.h"
#include "processor/worker/doorbell.h"

namespace sonolist::processor {

struct EventChannelSettings {
  std::string root;                          // of the DICOMweb server: its host, on any port, is sent the credentials
  std::string username, password;            // HTTP basic authentication when the name is not empty
  std::string ca_file;                       // PEM bundle for wss; empty = the system's
  std::chrono::milliseconds silence{30000};  // then a ping asks whether the server still is there
  std::chrono::milliseconds first_pause{1000}, longest_pause{60000};  // between tries
};

// Subscribes, opens the channel that the server names, and rings the doorbell for each event of a step that can be
// claimed; the doorbell is connected while the channel is open. A channel that ends or goes silent is opened anew,
// after pauses that grow and are random. Works in a thread of its own from construction to destruction, which
// unsubscribes.
class EventChannel {
 public:
  // Both may throw ProcessorError.
  struct Subscription {
    // Makes it, and returns the channel's address ("ws://..." or "wss://..."); nothing when the server has none.
    std::function<std::optional<std::string>()> make;
    std::function<void()> end;
  };

  // `doorbell` must outlive this object.
  EventChannel(Subscription subscription, EventChannelSettings settings, Doorbell& doorbell, Log log);
  EventChannel(const EventChannel&) = delete;
  EventChannel& operator=(const EventChannel&) = delete;
  ~EventChannel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether an event report (a frame of the channel, DICOM JSON) says that a step is SCHEDULED. Pure.
bool announces_work(const std::string& event);

// AE title of a subscriber: 1 to 16 characters, the same for the same name on the same host, another for any other.
std::string subscriber_title(const std::string& processor_name, const std::string& host_name);

}  // namespace sonolist::processor
