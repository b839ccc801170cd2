#include "model/phantom/border_marks.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

struct MarkCanvas {
  std::vector<std::uint8_t>& picture;
  int rows, cols;
  std::uint8_t grey;

  void dot(int row, int col) {
    if (row < 0 || col < 0 || row >= rows || col >= cols) return;
    picture[static_cast<std::size_t>(row) * cols + col] = grey;
  }
};

void burnt_scale(MarkCanvas& canvas, const PictureGeometry& geometry, const Probe& probe, bool right, Random& random) {
  const double every_mm = probe.depth_mm > 60.0 ? 10.0 : 5.0;
  const int edge = static_cast<int>(random.uniform(0.0, 0.02) * canvas.cols);
  const int length = std::max(2, canvas.cols / 80);
  for (double depth = 0.0; depth <= probe.depth_mm; depth += every_mm) {
    const int row = static_cast<int>(std::lround((depth - geometry.at(0, 0).z) / geometry.mm_per_pixel));
    for (int step = 0; step < length; ++step) canvas.dot(row, right ? canvas.cols - 1 - edge - step : edge + step);
  }
}

// The sign that tells the side of the probe: a small filled circle.
void side_sign(MarkCanvas& canvas, bool right) {
  const int radius = std::max(2, canvas.rows / 80);
  const int col = right ? canvas.cols - 3 * radius : 3 * radius;
  for (int down = -radius; down <= radius; ++down) {
    for (int across = -radius; across <= radius; ++across) {
      if (down * down + across * across <= radius * radius) canvas.dot(2 * radius + down, col + across);
    }
  }
}

// Letters of 4 by 6 dots at random.
void burnt_text(MarkCanvas& canvas, int row, int col, int letters, Random& random) {
  const int scale = std::max(1, canvas.rows / 300);
  for (int letter = 0; letter < letters; ++letter) {
    const std::uint64_t dots = random.bits();
    for (int dot = 0; dot < 24; ++dot) {
      if (((dots >> dot) & 1U) == 0U) continue;
      for (int spread = 0; spread < scale * scale; ++spread) {
        canvas.dot(row + dot / 4 * scale + spread / scale, col + (letter * 5 + dot % 4) * scale + spread % scale);
      }
    }
  }
}

}  // namespace

void burn_marks(std::vector<std::uint8_t>& picture, const PictureGeometry& geometry, const Probe& probe,
                Random& random) {
  MarkCanvas canvas{picture, geometry.rows, geometry.cols, static_cast<std::uint8_t>(random.uniform(110.0, 255.0))};
  if (random.chance(0.8)) burnt_scale(canvas, geometry, probe, random.chance(0.6), random);
  if (random.chance(0.6)) side_sign(canvas, random.chance(0.3));
  const int lines = static_cast<int>(3.0 * random.unit());
  const bool bottom = random.chance(0.5);
  const int height = 8 * std::max(1, canvas.rows / 300);
  for (int line = 0; line < lines; ++line) {
    const int row = bottom ? canvas.rows - height * (line + 1) : 2 + height * line;
    burnt_text(canvas, row, static_cast<int>(random.uniform(0.02, 0.6) * canvas.cols),
               3 + static_cast<int>(9.0 * random.unit()), random);
  }
}

}  // namespace sonolist::model
