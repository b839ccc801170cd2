#include "model/prediction/label_cleaning.h"

#include <gtest/gtest.h>

namespace sonolist::model {
namespace {

// 4 x 5: class 1 has parts of 1, 3 and 3 pixels, class 2 one of 1 pixel.
const std::vector<std::uint8_t> kLabels = {1, 0, 1, 1, 0,  //
                                           0, 0, 1, 0, 0,  //
                                           0, 0, 0, 0, 2,  //
                                           1, 1, 1, 0, 0};

std::vector<std::uint8_t> cleaned(const PostProcessing& rules) {
  auto labels = kLabels;
  clean_labels(labels, 4, 5, rules);
  return labels;
}

TEST(CleanLabels, DoesNothingByDefault) {
  EXPECT_EQ(cleaned({}), kLabels);
}

TEST(CleanLabels, DropsPartsBelowTheSmallestArea) {
  EXPECT_EQ(cleaned({0.05, false}), kLabels) << "one of 20 pixels is not below 5 %";
  const std::vector<std::uint8_t> expected = {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0};
  EXPECT_EQ(cleaned({0.06, false}), expected);
}

TEST(CleanLabels, KeepsTheFirstOfTheLargestPartsOfEachClass) {
  const std::vector<std::uint8_t> expected = {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0};
  EXPECT_EQ(cleaned({0.0, true}), expected);
}

TEST(CleanLabels, AppliesBothRules) {
  EXPECT_EQ(cleaned({0.5, true}), std::vector<std::uint8_t>(20, 0));
}

}  // namespace
}  // namespace sonolist::model
