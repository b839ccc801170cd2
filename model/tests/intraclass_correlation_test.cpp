#include "model/evaluation/intraclass_correlation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/error.h"

namespace sonolist::model {
namespace {

// Shrout and Fleiss 1979, Table 2: six targets, four judges. ICC(2,1) = .290; the interval .019 to .761 is the one that
// later software gives for these data.
TEST(IntraclassCorrelation, ShroutAndFleiss) {
  const auto icc = icc_2_1({{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}});
  EXPECT_NEAR(icc.target_mean_square, 11.24, 5e-3);
  EXPECT_NEAR(icc.rater_mean_square, 32.49, 5e-3);
  EXPECT_NEAR(icc.error_mean_square, 1.02, 5e-3);
  EXPECT_NEAR(icc.icc, 0.290, 5e-4);
  EXPECT_NEAR(icc.low, 0.019, 5e-4);
  EXPECT_NEAR(icc.high, 0.761, 5e-4);
}

TEST(IntraclassCorrelation, RatersWhoAgreeAndRatersWithAnOffset) {
  EXPECT_DOUBLE_EQ(icc_2_1({{1, 1}, {2, 2}, {5, 5}}).icc, 1.0);
  const double offset = icc_2_1({{1, 3}, {2, 4}, {5, 7}}).icc;
  EXPECT_GT(offset, 0.5);
  EXPECT_LT(offset, 0.9);  // absolute agreement, not consistency
}

TEST(IntraclassCorrelation, RefusesIncompleteRatings) {
  EXPECT_THROW(icc_2_1({{1, 2}}), ModelError);
  EXPECT_THROW(icc_2_1({{1}, {2}}), ModelError);
  EXPECT_THROW(icc_2_1({{1, 2}, {3}}), ModelError);
  EXPECT_THROW(icc_2_1({{1, 2}, {3, std::numeric_limits<double>::quiet_NaN()}}), ModelError);
  EXPECT_TRUE(std::isnan(icc_2_1({{2, 2}, {2, 2}}).icc));
}

}  // namespace
}  // namespace sonolist::model
