// Numbers described: moments, quantiles, histograms. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sonolist::plugin {

struct Description {
  std::int64_t count = 0;
  double mean = 0;
  std::optional<double> sd;  // of the sample (n - 1)
  double minimum = 0, maximum = 0;
};

// `sorted` is ascending and not empty.
Description describe(const std::vector<double>& sorted);

// Type 7 of Hyndman and Fan (The American Statistician 50(4), 1996): linear between order statistics. `sorted` is
// ascending and not empty, 0 <= probability <= 1.
double quantile(const std::vector<double>& sorted, double probability);

// `bins` + 1 edges of equal width from the least to the greatest value; where all are the same, one unit wide around
// it.
std::vector<double> bin_edges(double least, double greatest, int bins);

// How many of the values lie in each bin; the upper edge belongs to the last one. Values outside of all are left out.
std::vector<std::int64_t> histogram(const std::vector<double>& sorted, const std::vector<double>& edges);

}  // namespace sonolist::plugin
