// What a worker tells of its steps to whoever counts them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "processor/error.h"

namespace sonolist::processor {

enum class StepOutcome {
  kCompleted,
  kCanceled,    // failed, and the worklist knows why
  kHandedBack,  // we stop
  kLost         // no longer ours (or the worklist cannot be reached to say so): nothing was stored after that
};

// One claimed step, after its end.
struct StepReport {
  std::string model;  // of those that are served; empty when the step was claimed for another or cannot be read
  StepOutcome outcome = StepOutcome::kLost;
  std::optional<FailureClass> failure_class;                   // of the failure that ended it
  std::chrono::duration<double> duration{0};                   // since the claim
  std::vector<std::pair<std::string, double>> milliseconds{};  // by stage, those that it came to
};

// Does nothing; to be derived from. Implementations are thread safe and return at once: each step has a thread.
class StepObserver {
 public:
  virtual ~StepObserver() = default;
  // Each step that has begun ends.
  virtual void step_began() {}
  virtual void step_ended(const StepReport&) {}
};

}  // namespace sonolist::processor
