#include "model/prediction/estimated_dice.h"

#include <array>
#include <numeric>

namespace sonolist::model {

ProbabilitySums sum_probability(const std::uint8_t* labels, std::uint8_t label, const float* probability,
                                std::size_t pixels) {
  // Independent partial sums: one would make each addition wait for the one before.
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> everywhere{}, inside{};
  std::array<std::int64_t, kLanes> count{};
  const auto add = [&](std::size_t lane, std::size_t pixel) {
    const bool is_inside = labels[pixel] == label;
    everywhere[lane] += probability[pixel];
    inside[lane] += is_inside ? probability[pixel] : 0.0F;
    count[lane] += is_inside ? 1 : 0;
  };
  const std::size_t whole = pixels - pixels % kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) add(lane, i + lane);
  }
  for (std::size_t i = whole; i < pixels; ++i) add(0, i);
  ProbabilitySums sums;
  sums.everywhere = std::accumulate(everywhere.begin(), everywhere.end(), 0.0);
  sums.inside = std::accumulate(inside.begin(), inside.end(), 0.0);
  sums.pixels = std::accumulate(count.begin(), count.end(), std::int64_t{0});
  return sums;
}

double estimated_dice(const ProbabilitySums& sums) {
  const double denominator = static_cast<double>(sums.pixels) + sums.everywhere;
  return denominator > 0.0 ? 2.0 * sums.inside / denominator : 0.0;
}

}  // namespace sonolist::model
