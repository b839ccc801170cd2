#include "model/evaluation/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"
#include "model/evaluation/bootstrap.h"

namespace sonolist::model {
namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

// quantile(c(1, 2, 4, 8), c(.25, .5, .75, .95)) of R, type 7.
TEST(Statistics, QuantilesAreThoseOfRsDefault) {
  const std::vector<double> values{1.0, 2.0, 4.0, 8.0};
  EXPECT_DOUBLE_EQ(quantile(values, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 3.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.75), 5.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.95), 7.4);
  EXPECT_DOUBLE_EQ(quantile({3.0}, 0.9), 3.0);
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

TEST(Statistics, DescriptionLeavesOutWhatIsNotDefined) {
  const auto description = describe({8.0, kGap, 1.0, 4.0, 2.0});
  EXPECT_EQ(description.count, 4);
  EXPECT_DOUBLE_EQ(description.mean, 3.75);
  EXPECT_NEAR(description.standard_deviation, std::sqrt((7.5625 + 3.0625 + 0.0625 + 18.0625) / 3.0), 1e-12);
  EXPECT_DOUBLE_EQ(description.lower_quartile, 1.75);
  EXPECT_DOUBLE_EQ(description.least, 1.0);
  EXPECT_DOUBLE_EQ(description.greatest, 8.0);
  EXPECT_TRUE(std::isnan(describe({kGap}).mean));
  EXPECT_EQ(describe({5.0}).standard_deviation, 0.0);
}

// Anscombe's first set: r = .81642.
TEST(Statistics, PearsonOfAnscombesQuartet) {
  const std::vector<double> x{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
  const std::vector<double> y{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
  EXPECT_NEAR(pearson(x, y), 0.81642, 1e-5);
  EXPECT_NEAR(spearman(x, y), 0.81818, 1e-5);
}

TEST(Statistics, SpearmanSharesRanksAndSkipsGaps) {
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, kGap}, {1, 8, 27, 0}), 1.0);
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
  EXPECT_NEAR(spearman({1, 2, 2, 5}, {1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5.0), 1e-12);
  EXPECT_TRUE(std::isnan(pearson({1, 1, 1}, {1, 2, 3})));
  EXPECT_TRUE(std::isnan(pearson({1}, {1})));
  EXPECT_THROW(pearson({1, 2}, {1}), ModelError);
}

std::vector<std::string> own_groups(std::size_t count) {
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < count; ++i) groups.push_back("patient-" + std::to_string(i));
  return groups;
}

TEST(Bootstrap, IntervalOfAMeanComesNearTheNormalOne) {
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) values.push_back(static_cast<double>(i % 20));
  const auto interval = bootstrap_mean(values, own_groups(values.size()));
  const double half = 1.96 * describe(values).standard_deviation / 20.0;
  EXPECT_NEAR(interval.low, 9.5 - half, 0.1);
  EXPECT_NEAR(interval.high, 9.5 + half, 0.1);
}

// 400 values, but only ten patients, each of whom always has the same one: the interval must be that of ten.
TEST(Bootstrap, ImagesOfOneGroupAreNoEvidenceOfTheirOwn) {
  std::vector<double> values;
  std::vector<std::string> groups;
  for (int i = 0; i < 400; ++i) {
    values.push_back(static_cast<double>(i % 10));
    groups.push_back("patient-" + std::to_string(i % 10));
  }
  const auto grouped = bootstrap_mean(values, groups), single = bootstrap_mean(values, own_groups(values.size()));
  EXPECT_GT(grouped.high - grouped.low, 5.0 * (single.high - single.low));
}

TEST(Bootstrap, GeneralAndFastFormAgree) {
  const std::vector<double> values{0.2, 0.4, kGap, 0.9, 0.5, 0.7};
  const std::vector<std::string> groups{"a", "a", "b", "b", "c", "d"};
  const auto fast = bootstrap_mean(values, groups);
  const auto general = bootstrap_interval(groups, [&](const std::vector<std::size_t>& images) {
    std::vector<double> drawn;
    for (const auto image : images) drawn.push_back(values[image]);
    return describe(drawn).mean;
  });
  EXPECT_NEAR(fast.low, general.low, 1e-12);
  EXPECT_NEAR(fast.high, general.high, 1e-12);
  EXPECT_LT(fast.low, fast.high);
}

TEST(Bootstrap, OneGroupGivesNoInterval) {
  EXPECT_TRUE(std::isnan(bootstrap_mean({1.0, 2.0}, {"a", "a"}).low));
  EXPECT_THROW(bootstrap_mean({1.0, 2.0}, {"a"}), ModelError);
}

}  // namespace
}  // namespace sonolist::model
