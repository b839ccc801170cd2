// Exact Euclidean distances on a pixel grid.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Distance from one pixel centre to the next, downwards and to the right. 1 and 1: everything is in pixels.
struct GridSpacing {
  double row = 1.0, col = 1.0;
};

// For each pixel of the row-major grid the distance from its centre to that of the nearest pixel of `set` (non-zero);
// infinite everywhere where the set is empty. Lower envelope of parabolas, linear in the pixels (Felzenszwalb and
// Huttenlocher, Theory of Computing 8, 2012). `set` has rows*cols entries.
std::vector<double> distances_to_set(const std::vector<std::uint8_t>& set, int rows, int cols, GridSpacing spacing);

}  // namespace sonolist::model
