#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "model/evaluation/distance_transform.h"
#include "model/evaluation/surface_distance.h"

namespace sonolist::model {
namespace {

double nearest_by_search(const std::vector<std::uint8_t>& set, int rows, int cols, GridSpacing spacing, int row,
                         int col) {
  double nearest = std::numeric_limits<double>::infinity();
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      if (set[static_cast<std::size_t>(r) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(c)] == 0)
        continue;
      nearest = std::min(nearest, std::hypot(spacing.row * (r - row), spacing.col * (c - col)));
    }
  }
  return nearest;
}

TEST(DistanceTransform, EqualsTheSearchOverAllPixels) {
  std::mt19937 random(3);
  for (const auto spacing : {GridSpacing{1.0, 1.0}, GridSpacing{0.3, 0.7}}) {
    for (const unsigned rarity : {2U, 9U, 60U}) {
      constexpr int kRows = 13, kCols = 17;
      std::vector<std::uint8_t> set(kRows * kCols);
      for (auto& pixel : set) pixel = random() % rarity == 0 ? 1 : 0;
      set[100] = 1;
      const auto distances = distances_to_set(set, kRows, kCols, spacing);
      for (int row = 0; row < kRows; ++row) {
        for (int col = 0; col < kCols; ++col) {
          ASSERT_NEAR(distances[static_cast<std::size_t>(row) * kCols + static_cast<std::size_t>(col)],
                      nearest_by_search(set, kRows, kCols, spacing, row, col), 1e-9)
              << row << ',' << col;
        }
      }
    }
  }
}

TEST(DistanceTransform, AnEmptySetIsInfinitelyFar) {
  for (const double distance : distances_to_set(std::vector<std::uint8_t>(12), 3, 4, {})) {
    EXPECT_TRUE(std::isinf(distance));
  }
}

std::vector<std::uint8_t> square(int rows, int cols, int top, int left, int side) {
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
  for (int row = top; row < top + side; ++row) {
    for (int col = left; col < left + side; ++col)
      labels[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col)] = 2;
  }
  return labels;
}

TEST(SurfaceDistance, OfEqualMasksIsZero) {
  const auto mask = square(20, 30, 4, 5, 8);
  const auto distances = surface_distances(mask, mask, 2, 20, 30, {});
  EXPECT_EQ(distances.hausdorff_95, 0.0);
  EXPECT_EQ(distances.mean, 0.0);
}

// Single pixels: every quantile is their distance, in the unit of the spacing.
TEST(SurfaceDistance, OfTwoPixelsIsTheirDistance) {
  const auto first = square(20, 30, 3, 4, 1), second = square(20, 30, 6, 8, 1);
  EXPECT_DOUBLE_EQ(surface_distances(first, second, 2, 20, 30, {}).hausdorff_95, 5.0);
  EXPECT_DOUBLE_EQ(surface_distances(first, second, 2, 20, 30, {0.2, 0.2}).mean, 1.0);
}

// A square within a square: from inside all outline pixels are 2 away; the way back is 2 on the sides, longer at the
// corners, and it is the longer one that counts.
TEST(SurfaceDistance, TakesTheLargerOfBothDirections) {
  const auto inner = square(30, 30, 10, 10, 6), outer = square(30, 30, 8, 8, 10);
  const auto distances = surface_distances(inner, outer, 2, 30, 30, {});
  EXPECT_GT(distances.hausdorff_95, 2.0);
  EXPECT_LE(distances.hausdorff_95, std::sqrt(8.0));
  const auto swapped = surface_distances(outer, inner, 2, 30, 30, {});
  EXPECT_DOUBLE_EQ(swapped.hausdorff_95, distances.hausdorff_95);
  EXPECT_DOUBLE_EQ(swapped.mean, distances.mean);
  // 20 inner and 36 outer pixels: 20 and 24 of them (the sides opposite the inner one) at 2, 8 at sqrt 5, 4 at sqrt 8.
  EXPECT_NEAR(distances.mean, (44.0 * 2.0 + 8.0 * std::sqrt(5.0) + 4.0 * std::sqrt(8.0)) / 56.0, 1e-12);
}

TEST(SurfaceDistance, ToNothingIsNotDefined) {
  const auto mask = square(8, 8, 1, 1, 2);
  const std::vector<std::uint8_t> empty(64);
  EXPECT_TRUE(std::isnan(surface_distances(mask, empty, 2, 8, 8, {}).hausdorff_95));
  EXPECT_TRUE(std::isnan(surface_distances(empty, mask, 2, 8, 8, {}).mean));
}

}  // namespace
}  // namespace sonolist::model
