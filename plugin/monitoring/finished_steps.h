// Metrics of the steps that have ended since the plug-in started.
#pragma once

#include <atomic>
#include <optional>

#include "dicom_sr/metrics/labelled.h"
#include "plugin/monitoring/step_follower.h"

namespace sonolist::plugin {

// Reads the event log behind its writers: a claim or a completion is not delayed by being counted. Of a worklist that
// several PACS share each plug-in counts every step.
class FinishedSteps {
 public:
  // Borrows the source.
  explicit FinishedSteps(const MonitoringSource& source);

  // Takes a bounded number of events; true when more are waiting. The first call only finds the end of the log. For one
  // thread; throws StoreError, and goes on from there the next time.
  bool read_on();

  // Thread safe.
  void expose(metrics::Exposition& exposition) const;

 private:
  const MonitoringSource& source_;
  StepFollower follower_;
  std::optional<std::int64_t> last_event_;
  metrics::LabelledCounter steps_;
  metrics::LabelledHistogram latencies_;
};

}  // namespace sonolist::plugin
