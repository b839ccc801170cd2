// Percentiles of a sample.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace sonolist::plugin {

// The smallest value that at least `percent` of all (above 0, up to 100) do not exceed (nearest rank); nothing for no
// values. Pure.
inline std::optional<double> percentile(std::vector<double> values, double percent) {
  if (values.empty()) return std::nullopt;
  const double rank = std::ceil(percent / 100.0 * static_cast<double>(values.size()));
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace sonolist::plugin
