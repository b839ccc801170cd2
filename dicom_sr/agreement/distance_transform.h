// The exact Euclidean distance from every element of a grid to the nearest marked one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sonolist::dicom {

// A grid in plane, row, column order; a single frame has one plane.
struct GridSize {
  int planes = 1, rows = 0, cols = 0;
  std::size_t count() const {
    return static_cast<std::size_t>(planes) * static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  }
};

// Distance between neighbours along each axis, in one unit (mm, or 1 for pixels); > 0.
struct GridSpacing {
  double plane = 1.0, row = 1.0, col = 1.0;
};

// Squared distance between element centres, in spacing units squared; infinity everywhere when nothing is marked.
// `marked` holds size.count() values, 0 or non-zero. One lower envelope of parabolas per line and axis: time and memory
// grow with the number of elements only. Pure.
std::vector<double> squared_distances(const std::vector<std::uint8_t>& marked, const GridSize& size,
                                      const GridSpacing& spacing);

}  // namespace sonolist::dicom
