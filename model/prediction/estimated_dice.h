// The overlap to be expected from the network's own probabilities: what a report states as the confidence of a mask,
// and what an evaluation holds against the true overlap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sonolist::model {

// Sums of one channel's probability over the mask and over the whole picture.
struct ProbabilitySums {
  std::int64_t pixels = 0;  // of the mask
  double inside = 0.0, everywhere = 0.0;
};

// The mask are the pixels of value `label`. Both arrays have `pixels` entries.
ProbabilitySums sum_probability(const std::uint8_t* labels, std::uint8_t label, const float* probability,
                                std::size_t pixels);

// Expected Dice of the mask with a truth drawn pixel by pixel from the calibrated probabilities, to first order:
// 2*sum_{mask} p / (|mask| + sum p); 0 where both are empty.
double estimated_dice(const ProbabilitySums& sums);

}  // namespace sonolist::model
