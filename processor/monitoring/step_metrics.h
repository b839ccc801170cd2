// The steps of this processor, counted and timed.
#pragma once

#include <atomic>

#include "dicom_sr/metrics/labelled.h"
#include "processor/worker/step_observer.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Thread safe.
class StepMetrics : public StepObserver {
 public:
  StepMetrics();

  // Shows the models that are served before they have steps.
  void prepare(const std::vector<WantedModel>& models);

  void step_began() override { ++in_flight_; }
  void step_ended(const StepReport& report) override;
  // A request by which steps were claimed: the first stage of each.
  void claimed(std::chrono::duration<double> duration);

  int in_flight() const { return in_flight_; }
  void expose(metrics::Exposition& exposition) const;

 private:
  metrics::LabelledCounter steps_;
  metrics::LabelledHistogram durations_, stages_;
  std::atomic<int> in_flight_{0};
};

}  // namespace sonolist::processor
