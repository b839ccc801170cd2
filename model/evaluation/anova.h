// Comparison of the means of several samples. Needs Boost.Math.
#pragma once

#include <cstddef>
#include <vector>

namespace sonolist::model {

struct Anova {
  double between_df = 0.0, within_df = 0.0;  // degrees of freedom
  double between_mean_square = 0.0, within_mean_square = 0.0;
  double f = 0.0, p = 0.0;
};

// One-way analysis of variance. NaN values are left out. Throws ModelError for fewer than two samples, an empty sample
// or no degree of freedom within. The samples are taken as independent: measures of several structures on the same
// images are not quite, which makes the test cautious where they rise and fall together.
Anova one_way_anova(const std::vector<std::vector<double>>& samples);

struct PairwiseComparison {
  std::size_t first = 0, second = 0;  // samples
  double difference = 0.0, t = 0.0;   // mean of the first minus that of the second
  double p = 0.0, p_bonferroni = 0.0;
};

// Two-sided t tests of all pairs with the pooled variance of all samples; p_bonferroni is p times the number of pairs,
// 1 at most. Throws as one_way_anova().
std::vector<PairwiseComparison> bonferroni_comparisons(const std::vector<std::vector<double>>& samples);

}  // namespace sonolist::model
