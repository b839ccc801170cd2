// Parts of a label map: which pixels of one class hang together.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

struct Part {
  std::uint8_t label = 0;
  std::int64_t area = 0;  // pixels
};

struct Parts {
  std::vector<Part> parts;             // in the order of their first pixel
  std::vector<std::int32_t> of_pixel;  // index into `parts`, -1 for background
};

// `labels`: rows*cols, row-major, 0 = background. Pixels of the same label that touch by an edge or a corner
// (8-connected) make a part. Linear in the number of pixels.
Parts find_parts(const std::vector<std::uint8_t>& labels, int rows, int cols);

}  // namespace sonolist::model
