#include "model/prediction/estimated_dice.h"

namespace sonolist::model {

ProbabilitySums sum_probability(const std::uint8_t* labels, std::uint8_t label, const float* probability,
                                std::size_t pixels) {
  ProbabilitySums sums;
  for (std::size_t i = 0; i < pixels; ++i) {
    sums.everywhere += probability[i];
    if (labels[i] != label) continue;
    ++sums.pixels;
    sums.inside += probability[i];
  }
  return sums;
}

double estimated_dice(const ProbabilitySums& sums) {
  const double denominator = static_cast<double>(sums.pixels) + sums.everywhere;
  return denominator > 0.0 ? 2.0 * sums.inside / denominator : 0.0;
}

}  // namespace sonolist::model
