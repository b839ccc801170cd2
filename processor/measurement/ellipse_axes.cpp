#include "processor/measurement/ellipse_axes.h"

#include <algorithm>
#include <cmath>

namespace sonolist::processor {

void PixelMoments::add(int row, int col) {
  const double r = row;
  const double c = col;
  ++pixels_;
  row_ += r;
  col_ += c;
  row_row_ += r * r;
  col_col_ += c * c;
  row_col_ += r * c;
}

double PixelMoments::mean_row() const {
  return pixels_ == 0 ? 0.0 : row_ / static_cast<double>(pixels_);
}

double PixelMoments::mean_col() const {
  return pixels_ == 0 ? 0.0 : col_ / static_cast<double>(pixels_);
}

EllipseAxes PixelMoments::axes(double col_scale, double row_scale) const {
  if (pixels_ == 0) return {};
  const auto count = static_cast<double>(pixels_);
  constexpr double kPixelMoment = 1.0 / 12.0;
  const double xx = (col_col_ / count - mean_col() * mean_col() + kPixelMoment) * col_scale * col_scale;
  const double yy = (row_row_ / count - mean_row() * mean_row() + kPixelMoment) * row_scale * row_scale;
  const double xy = (row_col_ / count - mean_row() * mean_col()) * col_scale * row_scale;
  const double middle = (xx + yy) / 2.0;
  const double half_difference = std::hypot((xx - yy) / 2.0, xy);
  // A filled ellipse with semi-axis a has the second moment a*a/4 along it.
  return {4.0 * std::sqrt(middle + half_difference), 4.0 * std::sqrt(std::max(0.0, middle - half_difference))};
}

}  // namespace sonolist::processor
