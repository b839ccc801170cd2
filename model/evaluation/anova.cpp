#include "model/evaluation/anova.h"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "model/error.h"
#include "model/evaluation/statistics.h"

namespace sonolist::model {
namespace {

std::vector<Description> describe_all(const std::vector<std::vector<double>>& samples) {
  std::vector<Description> descriptions;
  for (const auto& sample : samples) {
    descriptions.push_back(describe(sample));
    if (descriptions.back().count == 0) throw ModelError("an analysis of variance needs a value in every sample");
  }
  if (samples.size() < 2) throw ModelError("an analysis of variance needs at least two samples");
  return descriptions;
}

Anova sums_of_squares(const std::vector<Description>& samples) {
  double count = 0.0, sum = 0.0;
  for (const auto& sample : samples) {
    count += static_cast<double>(sample.count);
    sum += static_cast<double>(sample.count) * sample.mean;
  }
  const double grand_mean = sum / count;
  double between = 0.0, within = 0.0;
  for (const auto& sample : samples) {
    const auto size = static_cast<double>(sample.count);
    between += size * (sample.mean - grand_mean) * (sample.mean - grand_mean);
    within += (size - 1.0) * sample.standard_deviation * sample.standard_deviation;
  }
  Anova result;
  result.between_df = static_cast<double>(samples.size()) - 1.0;
  result.within_df = count - static_cast<double>(samples.size());
  if (result.within_df < 1.0) throw ModelError("an analysis of variance needs more values than samples");
  result.between_mean_square = between / result.between_df;
  result.within_mean_square = within / result.within_df;
  return result;
}

}  // namespace

Anova one_way_anova(const std::vector<std::vector<double>>& samples) {
  namespace math = boost::math;
  auto result = sums_of_squares(describe_all(samples));
  result.f = result.between_mean_square / result.within_mean_square;
  result.p = std::isfinite(result.f)
                 ? math::cdf(math::complement(math::fisher_f(result.between_df, result.within_df), result.f))
                 : std::numeric_limits<double>::quiet_NaN();
  return result;
}

std::vector<PairwiseComparison> bonferroni_comparisons(const std::vector<std::vector<double>>& samples) {
  namespace math = boost::math;
  const auto descriptions = describe_all(samples);
  const auto anova = sums_of_squares(descriptions);
  const auto pairs = static_cast<double>(samples.size() * (samples.size() - 1) / 2);
  std::vector<PairwiseComparison> comparisons;
  for (std::size_t first = 0; first < samples.size(); ++first) {
    for (std::size_t second = first + 1; second < samples.size(); ++second) {
      const auto &a = descriptions[first], &b = descriptions[second];
      PairwiseComparison comparison{first, second, a.mean - b.mean, 0.0, 0.0, 0.0};
      comparison.t = comparison.difference / std::sqrt(anova.within_mean_square * (1.0 / static_cast<double>(a.count) +
                                                                                   1.0 / static_cast<double>(b.count)));
      comparison.p = std::isfinite(comparison.t)
                         ? 2.0 * math::cdf(math::complement(math::students_t(anova.within_df), std::abs(comparison.t)))
                         : std::numeric_limits<double>::quiet_NaN();
      comparison.p_bonferroni = std::min(1.0, comparison.p * pairs);
      comparisons.push_back(comparison);
    }
  }
  return comparisons;
}

}  // namespace sonolist::model
