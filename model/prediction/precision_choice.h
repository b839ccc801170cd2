// Which precision a package runs in.
#pragma once

#include <torch/torch.h>

#include <string>

#include "model/package/package.h"
#include "model/prediction/precision.h"

namespace sonolist::model {

// "float32"; "bfloat16", for CUDA only (LibTorch 1.13 is slower with it on a CPU); "int8", which needs a package with
// int8.json, a CPU and a build with oneDNN; or "auto": int8 where all that is there, the loss of accuracy that
// int8.json states is within its bound and the processor multiplies bytes faster, else float32. Throws ModelError for
// another name and for an int8 that cannot be.
Precision choose_precision(const std::string& name, const Package& package, torch::Device device);

}  // namespace sonolist::model
