#include "model/phantom/scan_conversion.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {

PictureGeometry::PictureGeometry(const Probe& probe, int picture_rows, int picture_cols)
    : rows(picture_rows), cols(picture_cols) {
  constexpr double kFilled = 0.97;
  mm_per_pixel = std::max(probe.width_mm() / (kFilled * cols), probe.height_mm() / (kFilled * rows));
  middle_z = probe.top_mm() + 0.5 * probe.height_mm();
}

std::vector<std::uint8_t> scan_converted(const std::vector<float>& grey, const PolarGrid& grid, const Probe& probe,
                                         const PictureGeometry& geometry) {
  std::vector<std::uint8_t> picture(static_cast<std::size_t>(geometry.rows) * geometry.cols, 0);
  for (int row = 0; row < geometry.rows; ++row) {
    for (int col = 0; col < geometry.cols; ++col) {
      const Point point = geometry.at(row, col);
      if (!probe.sees(point)) continue;
      const double down = probe.range_of(point) / grid.range_step_mm;
      const double across = (probe.lateral_of(point) - grid.first_lateral) / grid.lateral_step;
      const int i = std::clamp(static_cast<int>(down), 0, grid.rows - 2);
      const int j = std::clamp(static_cast<int>(across), 0, grid.lines - 2);
      const auto u = static_cast<float>(down - i);
      const auto v = static_cast<float>(across - j);
      const float* const top = grey.data() + static_cast<std::size_t>(i) * grid.lines + j;
      const float* const bottom = top + grid.lines;
      const float value =
          (1.0F - u) * ((1.0F - v) * top[0] + v * top[1]) + u * ((1.0F - v) * bottom[0] + v * bottom[1]);
      picture[static_cast<std::size_t>(row) * geometry.cols + col] =
          static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }
  return picture;
}

std::vector<std::uint8_t> labels_of(const Anatomy& anatomy, const Motion& motion, const Probe& probe,
                                    const PictureGeometry& geometry) {
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(geometry.rows) * geometry.cols, 0);
  for (int row = 0; row < geometry.rows; ++row) {
    for (int col = 0; col < geometry.cols; ++col) {
      const Point point = geometry.at(row, col);
      if (!probe.sees(point)) continue;
      labels[static_cast<std::size_t>(row) * geometry.cols + col] = anatomy.label_at(motion.rest(point));
    }
  }
  return labels;
}

}  // namespace sonolist::model
