#include "model/evaluation/anova.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/error.h"

namespace sonolist::model {
namespace {

// Dobson 1983, plant weights under three treatments (PlantGrowth of R): F(2,27) = 4.846, p = .01591.
std::vector<std::vector<double>> plant_growth() {
  return {{4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14},
          {4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69},
          {6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26}};
}

TEST(Anova, PlantGrowth) {
  const auto anova = one_way_anova(plant_growth());
  EXPECT_EQ(anova.between_df, 2.0);
  EXPECT_EQ(anova.within_df, 27.0);
  EXPECT_NEAR(anova.f, 4.846, 5e-4);
  EXPECT_NEAR(anova.p, 0.01591, 5e-6);
  EXPECT_NEAR(anova.between_mean_square, 1.8832, 5e-5);
  EXPECT_NEAR(anova.within_mean_square, 0.3886, 5e-5);
}

// pairwise.t.test of R: .194, .088 and .0045 as they are, .583, .263 and .013 after Bonferroni.
TEST(Anova, PairsOfPlantGrowth) {
  const auto pairs = bonferroni_comparisons(plant_growth());
  ASSERT_EQ(pairs.size(), 3u);
  EXPECT_NEAR(pairs[0].p, 0.194, 5e-4);
  EXPECT_NEAR(pairs[1].p, 0.088, 5e-4);
  EXPECT_NEAR(pairs[2].p, 0.0045, 5e-5);
  EXPECT_NEAR(pairs[0].p_bonferroni, 0.583, 5e-4);
  EXPECT_NEAR(pairs[1].p_bonferroni, 0.263, 5e-4);
  EXPECT_NEAR(pairs[2].p_bonferroni, 0.013, 5e-4);
  EXPECT_EQ(pairs[2].first, 1u);
  EXPECT_EQ(pairs[2].second, 2u);
  EXPECT_LT(pairs[2].t, 0.0);
}

TEST(Anova, LeavesOutWhatIsNotDefinedAndRefusesWhatCannotBeCompared) {
  auto samples = plant_growth();
  samples[1].push_back(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(one_way_anova(samples).within_df, 27.0);
  EXPECT_THROW(one_way_anova({{1.0, 2.0}}), ModelError);
  EXPECT_THROW(one_way_anova({{1.0, 2.0}, {}}), ModelError);
  EXPECT_THROW(one_way_anova({{1.0}, {2.0}}), ModelError);
}

// Nothing varies within: neither F nor t is a number that a distribution could judge.
TEST(Anova, ConstantSamplesHaveNoP) {
  EXPECT_TRUE(std::isnan(one_way_anova({{1.0, 1.0}, {1.0, 1.0}}).p));
  EXPECT_TRUE(std::isnan(bonferroni_comparisons({{1.0, 1.0}, {1.0, 1.0}})[0].p));
}

}  // namespace
}  // namespace sonolist::model
