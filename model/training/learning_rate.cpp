#include "model/training/learning_rate.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"

namespace sonolist::model {

Schedule parse_schedule(const std::string& name) {
  if (name == "constant") return Schedule::kConstant;
  if (name == "cosine") return Schedule::kCosine;
  if (name == "poly") return Schedule::kPoly;
  throw ModelError("schedule '" + name + "' is unknown; use constant, cosine or poly");
}

double LearningRate::at(std::int64_t iteration) const {
  if (iteration < warmup_iterations) {
    return peak * static_cast<double>(iteration + 1) / static_cast<double>(warmup_iterations);
  }
  const auto length = static_cast<double>(std::max<std::int64_t>(1, iterations - warmup_iterations));
  const double done = std::min(1.0, static_cast<double>(iteration - warmup_iterations) / length);
  switch (schedule) {
    case Schedule::kCosine:
      return peak * 0.5 * (1.0 + std::cos(3.14159265358979323846 * done));
    case Schedule::kPoly:
      return peak * std::pow(1.0 - done, 0.9);
    case Schedule::kConstant:
      break;
  }
  return peak;
}

}  // namespace sonolist::model
