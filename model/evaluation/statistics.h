// Descriptions of samples and how two of them go together. NaN stands for "not defined for this image" and is left out.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Quantile of type 7 (Hyndman and Fan 1996: linear between the order statistics, the default of R and NumPy). `sorted`
// ascends; NaN where it is empty. `share` in [0,1].
double quantile(const std::vector<double>& sorted, double share);

struct Description {
  std::int64_t count = 0;                       // of defined values; all others are NaN where it is 0
  double mean = 0.0, standard_deviation = 0.0;  // n-1; 0 for a single value
  double median = 0.0, lower_quartile = 0.0, upper_quartile = 0.0;
  double least = 0.0, greatest = 0.0;
};

Description describe(const std::vector<double>& values);

// Over the pairs in which both are defined; NaN for fewer than two of them or where one side does not vary. Spearman:
// Pearson's coefficient of the ranks, equal values sharing their mean rank.
double pearson(const std::vector<double>& x, const std::vector<double>& y);
double spearman(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace sonolist::model
