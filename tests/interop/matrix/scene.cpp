#include "tests/interop/matrix/scene.h"

#include <algorithm>
#include <random>

namespace sonolist::matrix {
namespace {

// Squared distance from the centre in half axes: 1 on the edge.
double squared_radius(const Scene& scene, const Ellipse& ellipse, int frame, int row, int col) {
  const double y = (row + 0.5) / scene.rows - (ellipse.row + frame * ellipse.row_step);
  const double x = (col + 0.5) / scene.cols - (ellipse.col + frame * ellipse.col_step);
  return y * y / (ellipse.half_rows * ellipse.half_rows) + x * x / (ellipse.half_cols * ellipse.half_cols);
}

bool is_there(const Ellipse& ellipse, int frame) {
  return frame >= ellipse.first_frame && frame <= ellipse.last_frame;
}

}  // namespace

float probability(const Scene& scene, int label, int frame, int row, int col) {
  double highest = 0.0;
  for (const Ellipse& ellipse : scene.ellipses) {
    if (ellipse.label != label || !is_there(ellipse, frame)) continue;
    highest = std::max(highest, 1.0 - 0.5 * squared_radius(scene, ellipse, frame, row, col));
  }
  return static_cast<float>(highest);
}

std::uint8_t label_at(const Scene& scene, int frame, int row, int col) {
  for (const Ellipse& ellipse : scene.ellipses) {
    if (is_there(ellipse, frame) && squared_radius(scene, ellipse, frame, row, col) <= 1.0)
      return static_cast<std::uint8_t>(ellipse.label);
  }
  return 0;
}

dicom::RgbFrame picture(const Scene& scene, int frame) {
  std::mt19937 random(static_cast<unsigned>(frame) + 1);
  dicom::RgbFrame drawn{scene.rows, scene.cols, {}};
  drawn.pixels.reserve(static_cast<std::size_t>(scene.rows) * static_cast<std::size_t>(scene.cols) * 3);
  for (int row = 0; row < scene.rows; ++row) {
    for (int col = 0; col < scene.cols; ++col) {
      const auto grey = static_cast<std::uint8_t>(40 + 30 * label_at(scene, frame, row, col) + random() % 24);
      drawn.pixels.insert(drawn.pixels.end(), 3, grey);
    }
  }
  return drawn;
}

}  // namespace sonolist::matrix
