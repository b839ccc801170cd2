// The door at which a processor tells how it is doing: /metrics, /health/live and /health/ready.
#pragma once

#include <optional>

#include "processor/configuration/configuration.h"
#include "processor/log/log.h"
#include "processor/monitoring/http_door.h"
#include "processor/monitoring/vitals.h"

namespace sonolist::processor {

// What each path answers; 404 for others. `path` without the query. Pure but for what the vitals are at the moment.
DoorAnswer answer_of(const Vitals& vitals, std::string_view path);

// Open from construction to destruction, unless it is switched off. Says in the log where it is: where the port is
// taken, by another processor on this host as a rule, it tries the next fifteen, and without a free one the processor
// works without this door.
class Monitoring {
 public:
  // Borrows the vitals. Throws ProcessorError(kConfiguration), see HttpDoor.
  Monitoring(const MonitoringSettings& settings, const Vitals& vitals, const Log& log);

  std::string url() const { return door_ ? door_->url() : ""; }

 private:
  std::optional<HttpDoor> door_;
};

}  // namespace sonolist::processor
