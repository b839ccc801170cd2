#include "model/training/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"

namespace sonolist::model {
namespace {

// Three images of four pixels with classes background, 1 and 2. Class 1: Dice 2/3, then predicted but not there, then
// absent. Class 2 is nowhere.
OverlapTable table() {
  OverlapTable result(3);
  result.add({1, 0, 0, 0}, {1, 1, 0, 0});
  result.add({1, 0, 0, 0}, {0, 0, 0, 0});
  result.add({0, 0, 0, 0}, {0, 0, 0, 0});
  return result;
}

TEST(OverlapTable, CountsPixels) {
  const auto counts = table().at(0, 1);
  EXPECT_EQ(counts.overlap, 1);
  EXPECT_EQ(counts.predicted, 1);
  EXPECT_EQ(counts.reference, 2);
  EXPECT_DOUBLE_EQ(dice(counts, 0.0), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(iou(counts, 0.0), 0.5);
  EXPECT_EQ(table().at(0, 0).overlap, 2);
}

TEST(OverlapTable, ConventionsForAbsentClassesDiffer) {
  const auto left_out = table().dice_summary(1, AbsentClass::kLeftOut);
  EXPECT_EQ(left_out.images, 2);
  EXPECT_DOUBLE_EQ(left_out.mean, 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(left_out.median, 1.0 / 3.0);
  EXPECT_NEAR(left_out.standard_deviation, std::sqrt(2.0) / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(table().dice_summary(1, AbsentClass::kZero).mean, 2.0 / 9.0);
  EXPECT_DOUBLE_EQ(table().dice_summary(1, AbsentClass::kOne).mean, 5.0 / 9.0);
  EXPECT_DOUBLE_EQ(table().dice_summary(1, AbsentClass::kOne).median, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(table().iou_summary(1, AbsentClass::kLeftOut).mean, 0.25);
}

TEST(OverlapTable, PooledTreatsAllImagesAsOne) {
  const auto pooled = table().pooled(1);
  EXPECT_DOUBLE_EQ(dice(pooled, 0.0), 0.5);
  EXPECT_DOUBLE_EQ(iou(pooled, 0.0), 1.0 / 3.0);
}

TEST(OverlapTable, AClassThatIsNowhereHasNoMean) {
  const auto summary = table().dice_summary(2, AbsentClass::kLeftOut);
  EXPECT_EQ(summary.images, 0);
  EXPECT_TRUE(std::isnan(summary.mean));
  EXPECT_DOUBLE_EQ(table().mean_dice(), 1.0 / 3.0);  // of class 1 alone
  EXPECT_TRUE(std::isnan(OverlapTable(2).mean_dice()));
}

TEST(OverlapTable, RefusesWhatCannotBeCompared) {
  OverlapTable result(2);
  EXPECT_THROW(result.add({0, 0}, {0}), ModelError);
  EXPECT_THROW(result.add({2}, {0}), ModelError);
  EXPECT_THROW(result.add({0}, {2}), ModelError);
  EXPECT_EQ(result.images(), 0);
}

}  // namespace
}  // namespace sonolist::model
