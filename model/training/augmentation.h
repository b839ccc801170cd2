// Random geometry and echo of a batch, on the device of the pictures.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "model/training/echo.h"
#include "model/training/geometry.h"

namespace sonolist::model {

// The defaults are the published recipe.
struct AugmentationOptions : GeometryOptions, EchoOptions {};

struct AugmentedBatch {
  torch::Tensor pictures;  // float32 [N,1,h,w] in [0,1]
  torch::Tensor labels;    // int64 [N,h,w]
};

// Throws ModelError for a crop larger than height x width or an option out of range.
void check_augmentation(const AugmentationOptions& options, std::int64_t height, std::int64_t width);

// pictures, labels: uint8 [N,H,W]. Pictures are sampled bilinearly, labels by nearest neighbour with the same geometry;
// what lies outside the picture is black background. The result is determined by `seed` (drawn on the CPU, so alike on
// every device); the geometry does not depend on the options of the echo.
AugmentedBatch augment(const torch::Tensor& pictures, const torch::Tensor& labels, const AugmentationOptions& options,
                       std::uint64_t seed);

}  // namespace sonolist::model
