// Intervals by resampling groups (patients, studies or blocks): images of one group are not independent, and resampling
// single images would make every interval too narrow.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sonolist::model {

struct Interval {
  double low = 0.0, high = 0.0;  // NaN: there is none
};

struct BootstrapOptions {
  int resamples = 2000;
  std::uint64_t seed = 1;  // the same on every platform
  double level = 0.95;
};

// Percentile interval of a statistic. `groups` has one entry per image; the statistic gets the images of one resample
// (whole groups, drawn with replacement, as many as there are) and may be NaN, which is left out. NaN for fewer than
// two groups.
Interval bootstrap_interval(const std::vector<std::string>& groups,
                            const std::function<double(const std::vector<std::size_t>&)>& statistic,
                            const BootstrapOptions& options = {});

// The same for the mean of one value per image, faster. NaN values are left out. With the differences of two
// evaluations of the same images this is the paired comparison.
Interval bootstrap_mean(const std::vector<double>& values, const std::vector<std::string>& groups,
                        const BootstrapOptions& options = {});

}  // namespace sonolist::model
