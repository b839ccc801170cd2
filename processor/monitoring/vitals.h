// What the processor can tell about itself while it works.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "processor/inference/inference_engine.h"
#include "processor/monitoring/step_metrics.h"
#include "processor/monitoring/worklist_health.h"

namespace sonolist::processor {

// Thread safe.
class Vitals {
 public:
  // `patience`: see reason_not_ready().
  explicit Vitals(std::chrono::seconds patience, SteadyClock clock = std::chrono::steady_clock::now);

  StepMetrics& steps() { return steps_; }

  // One for each worklist; lives as long as this object.
  WorklistHealth& add_worklist(const std::string& url);

  // The engine can be asked as long as this exists. Borrows both.
  class ShownEngine {
   public:
    ShownEngine(Vitals& vitals, const InferenceEngine& engine);
    ShownEngine(const ShownEngine&) = delete;
    ShownEngine& operator=(const ShownEngine&) = delete;
    ~ShownEngine();

   private:
    Vitals& vitals_;
  };

  // In the text format of Prometheus.
  std::string metrics() const;

  // The sentence that says why the processor cannot work; nothing when it can.
  std::optional<std::string> not_ready() const;

 private:
  void expose_engine(metrics::Exposition& exposition) const;
  void expose_worklists(metrics::Exposition& exposition) const;
  void expose_process(metrics::Exposition& exposition) const;

  const std::chrono::seconds patience_;
  const SteadyClock clock_;
  const double started_;  // seconds since 1970
  StepMetrics steps_;
  mutable std::mutex mutex_;
  std::deque<WorklistHealth> worklists_;     // guarded by mutex_; entries stay where they are
  const InferenceEngine* engine_ = nullptr;  // guarded by mutex_
};

}  // namespace sonolist::processor
