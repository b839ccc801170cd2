// Random crop, rotation, scale, flip, gain and gamma of a batch in one resampling, on the device of the pictures.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace sonolist::model {

// The defaults are the published recipe (crop 473x473 of 480x640, rotation within 10 degrees).
struct AugmentationOptions {
  std::int64_t crop_height = 473, crop_width = 473;  // 0: the whole height or width
  double rotation_degrees = 10.0;                    // uniform in +-
  double scale = 0.0;                                // zoom uniform in 1-scale..1+scale; 0 <= scale < 1
  bool flip = false;   // left-right with probability 1/2; never up-down, because depth is not symmetric
  double gain = 0.0;   // brightness factor uniform in 1-gain..1+gain; 0 <= gain < 1
  double gamma = 0.0;  // exponent exp(u), u uniform in +-gamma
};

struct AugmentedBatch {
  torch::Tensor pictures;  // float32 [N,1,h,w] in [0,1]
  torch::Tensor labels;    // int64 [N,h,w]
};

// Throws ModelError for a crop larger than height x width or an option out of range.
void check_augmentation(const AugmentationOptions& options, std::int64_t height, std::int64_t width);

// pictures, labels: uint8 [N,H,W]. Pictures are sampled bilinearly, labels by nearest neighbour with the same geometry;
// what lies outside the picture is black background. The result is determined by `seed` (drawn on the CPU, so alike on
// every device).
AugmentedBatch augment(const torch::Tensor& pictures, const torch::Tensor& labels, const AugmentationOptions& options,
                       std::uint64_t seed);

}  // namespace sonolist::model
