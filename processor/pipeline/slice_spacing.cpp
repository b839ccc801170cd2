#include "processor/pipeline/slice_spacing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace sonolist::processor {
namespace {

constexpr double kTolerance = 0.01;
constexpr double kDirectionTolerance = 1e-4;

using Vector = std::array<double, 3>;

Vector normal_of(const std::array<double, 6>& o) {
  return {o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
}

bool is_equal_direction(const std::array<double, 6>& a, const std::array<double, 6>& b) {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](double x, double y) { return std::abs(x - y) < kDirectionTolerance; });
}

// Positions along the common normal; empty when there is none.
std::vector<double> positions_of(const std::vector<dicom::SourceImage>& images) {
  std::vector<double> positions;
  std::optional<dicom::FramePlane> first;
  for (const dicom::SourceImage& image : images) {
    if (image.frames() != 1) return {};
    const auto plane = image.plane(0);
    if (!plane) return {};
    if (!first) first = plane;
    if (!is_equal_direction(plane->orientation, first->orientation)) return {};
    const Vector normal = normal_of(first->orientation);
    positions.push_back(std::inner_product(normal.begin(), normal.end(), plane->position.begin(), 0.0));
  }
  return positions;
}

}  // namespace

std::optional<double> sort_by_position(std::vector<dicom::SourceImage>& images) {
  const std::vector<double> positions = positions_of(images);
  if (positions.size() < 2) return std::nullopt;
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
  const double spacing =
      (positions[order.back()] - positions[order.front()]) / static_cast<double>(positions.size() - 1);
  for (std::size_t i = 1; i < order.size(); ++i) {
    const double step = positions[order[i]] - positions[order[i - 1]];
    if (!(std::abs(step - spacing) <= kTolerance * spacing) || !(spacing > 0.0)) return std::nullopt;
  }
  std::vector<dicom::SourceImage> sorted;
  sorted.reserve(images.size());
  for (const std::size_t index : order) sorted.push_back(std::move(images[index]));
  images = std::move(sorted);
  return spacing;
}

}  // namespace sonolist::processor
