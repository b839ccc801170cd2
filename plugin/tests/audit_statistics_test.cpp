#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/audit/statistics/description.h"
#include "plugin/audit/statistics/drift.h"

namespace sonolist::plugin {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

// R: quantile(c(1, 2, 4, 8), c(.1, .25, .5, .9), type = 7)
TEST(Quantile, IsLinearBetweenOrderStatistics) {
  const std::vector<double> sorted{1, 2, 4, 8};
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.9), 6.8);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0), 1);
  EXPECT_DOUBLE_EQ(quantile(sorted, 1), 8);
  EXPECT_DOUBLE_EQ(quantile({5}, 0.3), 5);
}

TEST(Description, HasNoDeviationOfOneValue) {
  EXPECT_FALSE(describe({3}).sd);
  const Description description = describe({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_DOUBLE_EQ(description.mean, 5);
  EXPECT_NEAR(*description.sd, 2.138089935299395, 1e-12);  // sqrt(32 / 7)
}

TEST(Histogram, CountsEveryValueOnce) {
  const std::vector<double> sorted{0, 1, 1, 2, 9.99, 10};
  EXPECT_THAT(bin_edges(0, 10, 2), ElementsAre(0, 5, 10));
  EXPECT_THAT(histogram(sorted, bin_edges(0, 10, 2)), ElementsAre(4, 2));
  EXPECT_THAT(histogram({3, 3}, bin_edges(3, 3, 4)), ElementsAre(0, 0, 2, 0));
}

TEST(StabilityIndex, IsZeroForTheSameAndGrowsWithTheShift) {
  std::vector<double> baseline;
  std::vector<double> shifted;
  for (int i = 0; i < 1000; ++i) {
    baseline.push_back(i);
    shifted.push_back(i + 500);
  }
  EXPECT_NEAR(population_stability_index(baseline, baseline), 0, 1e-12);
  // Bins of 100: the window has 0, 0, 0, 0, 0, 100, 100, 100, 100 and 600 in them; an empty one counts half a value.
  const double expected = 5 * (0.0005 - 0.1) * std::log(0.0005 / 0.1) + (0.6 - 0.1) * std::log(0.6 / 0.1);
  EXPECT_NEAR(population_stability_index(baseline, shifted), expected, 1e-3);
  EXPECT_EQ(drift_verdict(0.09), "stable");
  EXPECT_EQ(drift_verdict(0.1), "watch");
  EXPECT_EQ(drift_verdict(0.25), "drift");
}

// Kolmogorov's distribution: Q(1.36) = .0494, Q(1.63) = .0098 (the usual 5 % and 1 % points); Q(.5) = .9639.
TEST(KolmogorovSmirnov, GivesTheAsymptoticProbability) {
  std::vector<double> low(200);
  std::vector<double> high(200);
  for (int i = 0; i < 200; ++i) {
    low[static_cast<std::size_t>(i)] = i;
    high[static_cast<std::size_t>(i)] = i + 27.2;  // D = .136, sqrt(n m / (n + m)) = 10
  }
  const KolmogorovSmirnov test = kolmogorov_smirnov(low, high);
  EXPECT_NEAR(test.statistic, 0.14, 1e-12);
  EXPECT_NEAR(test.p_value, 0.0397, 1e-4);  // Q(1.4)
  EXPECT_DOUBLE_EQ(kolmogorov_smirnov(low, low).p_value, 1);
  EXPECT_NEAR(kolmogorov_smirnov({1, 2, 2, 3}, {2, 2, 4, 5}).statistic, 0.5, 1e-12);
  EXPECT_NEAR(kolmogorov_smirnov({1}, {2}).p_value, 0.6994, 1e-4);  // Q(sqrt(1 / 2))
}

// Fisher's own example: the lady tasting tea, 3 of 4 against 1 of 4.
TEST(FisherExact, AgreesWithPublishedExamples) {
  EXPECT_NEAR(fisher_exact(3, 4, 1, 4), 0.4857142857, 1e-9);
  EXPECT_NEAR(fisher_exact(1, 10, 11, 14), 0.0027594562, 1e-9);  // Wikipedia: studying, men and women
  EXPECT_DOUBLE_EQ(fisher_exact(0, 10, 0, 20), 1);
  EXPECT_DOUBLE_EQ(fisher_exact(0, 0, 0, 0), 1);
}

}  // namespace
}  // namespace sonolist::plugin
