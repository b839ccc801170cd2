// Where the pixels of an augmented picture come from: crop, rotation, zoom, stretch, shear, elastic deformation and
// flip in one resampling, which pictures and labels share.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "model/training/sample_draws.h"

namespace sonolist::model {

// The defaults are the published recipe (crop 473x473 of 480x640, rotation within 10 degrees). All but the flip and the
// elastic deformation are uniform in their range for every sample.
struct GeometryOptions {
  std::int64_t crop_height = 473, crop_width = 473;  // 0: the whole height or width; its place is the translation
  double rotation_degrees = 10.0;                    // in +-
  double scale = 0.0;                                // zoom in 1-scale..1+scale; 0 <= scale < 1
  double stretch = 0.0;                              // width against height exp(u), u in +-stretch; the area stays
  double shear_degrees = 0.0;                        // slant of the depth axis, in +-
  // Smooth random displacement (Simard et al., ICDAR 2003): the largest of a node, in pixels of a picture of 240 rows.
  // Nodes are 40 such pixels apart, so that strengths under 13 fold nothing over.
  Effect elastic;
  bool flip = false;  // left-right with probability 1/2; never up-down, because depth is not symmetric
};

struct CropSize {
  std::int64_t height, width;
};

CropSize crop_size(const GeometryOptions& options, std::int64_t height, std::int64_t width);

// Throws ModelError for a crop larger than height x width or an option out of range.
void check_geometry(const GeometryOptions& options, std::int64_t height, std::int64_t width);

// For grid_sample (align_corners false) of pictures of height x width: float32 [N,crop height,crop width,2].
torch::Tensor sampling_grid(const GeometryOptions& options, std::int64_t height, std::int64_t width, SampleDraws& draws,
                            const torch::Device& device);

}  // namespace sonolist::model
