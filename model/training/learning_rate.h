// The learning rate over a training run.
#pragma once

#include <cstdint>
#include <string>

namespace sonolist::model {

enum class Schedule { kConstant, kCosine, kPoly };

// "constant", "cosine" (half a cosine down to 0) or "poly" ((1 - t)^0.9). Throws ModelError for another name.
Schedule parse_schedule(const std::string& name);

struct LearningRate {
  double peak = 5e-5;
  Schedule schedule = Schedule::kConstant;
  std::int64_t warmup_iterations = 0;  // linear rise from peak/warmup
  std::int64_t iterations = 1;         // of the whole run

  double at(std::int64_t iteration) const;
};

}  // namespace sonolist::model
