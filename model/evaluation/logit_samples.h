// Pixels to fit temperatures to.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <random>
#include <vector>

#include "model/evaluation/temperature.h"
#include "model/package/manifest.h"

namespace sonolist::model {

// Adds `count` pixels of one picture, drawn with replacement from all of it. `logits`: [C,input.height,input.width] as
// the network gives them; they are cut and resized to the picture as for a prediction. A temperature is one factor for
// a whole channel, so it may be applied after the resizing that a prediction does after it: the result is the same.
// `labels`: rows*cols entries below C.
void add_samples(LogitSamples& samples, const torch::Tensor& logits, const std::vector<std::uint8_t>& labels, int rows,
                 int cols, const NetworkInput& input, std::int64_t count, std::mt19937_64& random);

}  // namespace sonolist::model
