#include "model/phantom/quick_random.h"

#include <cmath>

namespace sonolist::model {
namespace {

constexpr int kQuantiles = 65536;

// Every table holds quantiles; a random index makes random numbers of them.
std::vector<float> exponential_quantiles() {
  std::vector<float> table(kQuantiles);
  for (int i = 0; i < kQuantiles; ++i)
    table[static_cast<std::size_t>(i)] = static_cast<float>(-std::log((i + 0.5) / kQuantiles));
  return table;
}

// One coordinate of a point whose angles and squared radii are spread evenly in their distributions.
std::vector<float> normal_quantiles() {
  constexpr int kAngles = 256;
  constexpr double kFullTurn = 6.283185307179586;
  std::vector<float> table(kQuantiles);
  for (int i = 0; i < kQuantiles; ++i) {
    const double radius = std::sqrt(-2.0 * std::log((i / kAngles + 0.5) / (kQuantiles / kAngles)));
    table[static_cast<std::size_t>(i)] =
        static_cast<float>(radius * std::cos(kFullTurn * (i % kAngles + 0.5) / kAngles));
  }
  return table;
}

}  // namespace

const float* QuickRandom::normal_table() {
  static const std::vector<float> table = normal_quantiles();
  return table.data();
}

const float* QuickRandom::exponential_table() {
  static const std::vector<float> table = exponential_quantiles();
  return table.data();
}

}  // namespace sonolist::model
