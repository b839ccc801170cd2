// From a network's logits to labels and probabilities of the picture, in one pass over its rows. On the CPU.
#pragma once

#include <torch/torch.h>

#include "model/package/manifest.h"
#include "model/prediction/predictor.h"

namespace sonolist::model {

// The same as picture_probabilities() and its largest channel (up to rounding), before post-processing. logits:
// [C,input.height,input.width], float, on the CPU.
Prediction picture_answer(const torch::Tensor& logits, int rows, int cols, const Manifest& manifest);

}  // namespace sonolist::model
