// From grey values to what a network sees.
#pragma once

#include <torch/torch.h>

#include "model/package/manifest.h"

namespace sonolist::model {

// grey: float [N,1,H,W] in [0,1]. Returns [N,3,H,W]: three equal channels less the mean, over the deviation, of
// `input`.
torch::Tensor normalise_grey(const torch::Tensor& grey, const NetworkInput& input);

}  // namespace sonolist::model
