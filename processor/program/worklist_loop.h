// Everything that works for one worklist.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "processor/client/dicomweb_client.h"
#include "processor/client/event_channel.h"
#include "processor/client/ups_client.h"
#include "processor/configuration/configuration.h"
#include "processor/monitoring/observed_worklist.h"
#include "processor/monitoring/vitals.h"
#include "processor/worker/worker.h"

namespace sonolist::processor {

class WorklistLoop {
 public:
  // `worklist` is one of the configuration's. `processor`, `stop` and `vitals` must outlive this object. Throws
  // ProcessorError(kConfiguration).
  WorklistLoop(const WorklistAccess& worklist, const Configuration& configuration, int steps_at_once,
               StepProcessor& processor, const StopRequest& stop, const Log& log, Vitals& vitals);

  // Until the stop is requested; with `once`, until the worklist holds no step for us.
  void run(bool once);

 private:
  std::unique_ptr<EventChannel> open_channel();

  const WorklistAccess access_;
  const std::string subscriber_;
  const Log log_;
  WorklistHealth& health_;
  UpsClient worklist_, heartbeat_worklist_;
  ObservedWorklist observed_worklist_, observed_heartbeat_worklist_;
  DicomwebClient store_;
  Doorbell doorbell_;
  Worker worker_;
};

}  // namespace sonolist::processor
