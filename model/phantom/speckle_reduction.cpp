#include "model/phantom/speckle_reduction.h"

#include <algorithm>
#include <cstddef>

namespace sonolist::model {
namespace {

struct GridOffset {
  int down, across;
};
// Longer across the beam, as the speckle is.
constexpr GridOffset kSmoothedOver[] = {{0, -3},  {0, -2}, {0, -1}, {0, 1},  {0, 2}, {0, 3},
                                        {-1, -1}, {-1, 0}, {-1, 1}, {1, -1}, {1, 0}, {1, 1}};

}  // namespace

void reduce_speckle(std::vector<float>& grey, const PolarGrid& grid, double strength) {
  if (strength <= 0.0) return;
  constexpr int kReach = 3;
  constexpr float kSimilar = 1.0F / (22.0F * 22.0F);
  const auto part = static_cast<float>(strength);
  const std::vector<float> source = grey;
  std::vector<float> sum(static_cast<std::size_t>(grid.lines)), weights(sum.size());
  const int inner = grid.lines - 2 * kReach;
  for (int row = 1; row + 1 < grid.rows; ++row) {
    const float* const here = source.data() + static_cast<std::size_t>(row) * grid.lines + kReach;
    std::fill(weights.begin(), weights.end(), 1.0F);
    std::copy(here, here + inner, sum.begin());
    for (const GridOffset& offset : kSmoothedOver) {
      const float* const other = here + static_cast<std::ptrdiff_t>(offset.down) * grid.lines + offset.across;
      for (int line = 0; line < inner; ++line) {
        const float difference = other[line] - here[line];
        const float weight = 1.0F / (1.0F + kSimilar * difference * difference);
        sum[static_cast<std::size_t>(line)] += weight * other[line];
        weights[static_cast<std::size_t>(line)] += weight;
      }
    }
    float* const target = grey.data() + static_cast<std::size_t>(row) * grid.lines + kReach;
    for (int line = 0; line < inner; ++line) {
      const auto cell = static_cast<std::size_t>(line);
      target[line] += part * (sum[cell] / weights[cell] - target[line]);
    }
  }
}

}  // namespace sonolist::model
