#include "model/evaluation/surface_distance.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "model/evaluation/statistics.h"

namespace sonolist::model {
namespace {

struct PixelBox {
  int top, left, bottom, right;  // the last two exclusive

  int rows() const { return bottom - top; }
  int cols() const { return right - left; }
};

void extend_to(PixelBox& box, const std::vector<std::uint8_t>& labels, std::uint8_t label, int rows, int cols) {
  for (int row = 0; row < rows; ++row) {
    const auto* line = labels.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(cols);
    for (int col = 0; col < cols; ++col) {
      if (line[col] != label) continue;
      box.top = std::min(box.top, row);
      box.bottom = std::max(box.bottom, row + 1);
      box.left = std::min(box.left, col);
      box.right = std::max(box.right, col + 1);
    }
  }
}

std::vector<std::uint8_t> outline_in(const PixelBox& box, const std::vector<std::uint8_t>& labels, std::uint8_t label,
                                     int rows, int cols) {
  const auto inside = [&](int row, int col) {
    return row >= 0 && row < rows && col >= 0 && col < cols &&
           labels[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col)] ==
               label;
  };
  std::vector<std::uint8_t> outline;
  outline.reserve(static_cast<std::size_t>(box.rows()) * static_cast<std::size_t>(box.cols()));
  for (int row = box.top; row < box.bottom; ++row) {
    for (int col = box.left; col < box.right; ++col) {
      const bool surrounded =
          inside(row - 1, col) && inside(row + 1, col) && inside(row, col - 1) && inside(row, col + 1);
      outline.push_back(inside(row, col) && !surrounded ? 1 : 0);
    }
  }
  return outline;
}

// Sorted distances from each pixel of `from` to the nearest of `to`.
std::vector<double> directed_distances(const std::vector<std::uint8_t>& from, const std::vector<std::uint8_t>& to,
                                       const PixelBox& box, GridSpacing spacing) {
  const auto field = distances_to_set(to, box.rows(), box.cols(), spacing);
  std::vector<double> distances;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] != 0) distances.push_back(field[i]);
  }
  std::sort(distances.begin(), distances.end());
  return distances;
}

}  // namespace

SurfaceDistances surface_distances(const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second,
                                   std::uint8_t label, int rows, int cols, GridSpacing spacing) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (std::count(first.begin(), first.end(), label) == 0 || std::count(second.begin(), second.end(), label) == 0) {
    return {kNone, kNone};
  }
  // Both outlines lie in the common box: distances outside of it are not needed.
  PixelBox box{rows, cols, 0, 0};
  extend_to(box, first, label, rows, cols);
  extend_to(box, second, label, rows, cols);
  const auto first_outline = outline_in(box, first, label, rows, cols);
  const auto second_outline = outline_in(box, second, label, rows, cols);
  const auto there = directed_distances(first_outline, second_outline, box, spacing);
  const auto back = directed_distances(second_outline, first_outline, box, spacing);
  const double sum = std::accumulate(there.begin(), there.end(), 0.0) + std::accumulate(back.begin(), back.end(), 0.0);
  return {std::max(quantile(there, 0.95), quantile(back, 0.95)), sum / static_cast<double>(there.size() + back.size())};
}

}  // namespace sonolist::model
