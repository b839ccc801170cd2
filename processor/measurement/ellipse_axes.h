// The ellipse with the same second moments as a set of pixels.
#pragma once

#include <cstdint>

namespace sonolist::processor {

struct EllipseAxes {
  double major = 0.0, minor = 0.0;  // full lengths, in the unit of the scales
};

// Sums over pixel indices; one add() per pixel. Not thread safe.
class PixelMoments {
 public:
  void add(int row, int col);
  std::int64_t pixels() const { return pixels_; }
  double mean_row() const;
  double mean_col() const;
  // Pixels are squares, not points: their own second moment (1/12) is counted, so that one pixel has axes > 0 and a
  // filled ellipse has its own axes.
  EllipseAxes axes(double col_scale, double row_scale) const;

 private:
  std::int64_t pixels_ = 0;
  double row_ = 0.0, col_ = 0.0, row_row_ = 0.0, col_col_ = 0.0, row_col_ = 0.0;
};

}  // namespace sonolist::processor
