#include "model/dataset/split.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/error.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;

std::set<std::string> groups_of(const std::vector<std::string>& groups, const std::vector<std::int64_t>& samples) {
  std::set<std::string> set;
  for (const auto sample : samples) set.insert(groups[static_cast<std::size_t>(sample)]);
  return set;
}

TEST(Split, BlocksHoldConsecutiveNumbers) {
  EXPECT_THAT(consecutive_blocks(5, 2), ElementsAre("block-000", "block-000", "block-001", "block-001", "block-002"));
  EXPECT_THROW(consecutive_blocks(5, 0), ModelError);
}

TEST(Split, NeverCutsAGroupAndLosesNoSample) {
  std::vector<std::string> groups;
  for (int sample = 0; sample < 100; ++sample) groups.push_back("patient-" + std::to_string(sample % 13));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto split = hold_out_groups(groups, 0.2, seed);
    EXPECT_EQ(split.training.size() + split.held_out.size(), 100U);
    EXPECT_GE(split.held_out.size(), 20U);
    EXPECT_LE(split.held_out.size(), 28U);  // at most one group of 8 beyond the 20
    for (const auto& group : groups_of(groups, split.held_out)) {
      EXPECT_EQ(groups_of(groups, split.training).count(group), 0U) << group;
    }
  }
}

TEST(Split, IsDeterminedByTheSeedOnEveryPlatform) {
  const auto groups = consecutive_blocks(20, 2);
  EXPECT_EQ(hold_out_groups(groups, 0.3, 7).held_out, hold_out_groups(groups, 0.3, 7).held_out);
  std::set<std::vector<std::int64_t>> different;
  for (std::uint64_t seed = 0; seed < 10; ++seed) different.insert(hold_out_groups(groups, 0.3, seed).held_out);
  EXPECT_GT(different.size(), 1U);
  // Fixed for good: changing it would silently move pictures from training to validation.
  EXPECT_THAT(hold_out_groups(groups, 0.1, 1).held_out, ElementsAre(2, 3));
}

TEST(Split, KeepsAGroupForTraining) {
  const auto split = hold_out_groups({"a", "a", "b"}, 0.9, 3);
  EXPECT_FALSE(split.training.empty());
  EXPECT_FALSE(split.held_out.empty());
}

TEST(Split, HoldsOutNothingForFractionZero) {
  const auto split = hold_out_groups({"a", "a"}, 0.0, 1);
  EXPECT_THAT(split.training, ElementsAre(0, 1));
  EXPECT_TRUE(split.held_out.empty());
}

TEST(Split, RefusesWhatWouldCutAGroup) {
  EXPECT_THROW(hold_out_groups({"a", "a"}, 0.5, 1), ModelError);
  EXPECT_THROW(hold_out_groups({"a", "b"}, 1.0, 1), ModelError);
  EXPECT_THROW(hold_out_groups({"a", "b"}, -0.1, 1), ModelError);
}

TEST(Split, RangeNamesGroupsInOrderOfAppearance) {
  const std::vector<std::string> groups{"z", "a", "z", "b"};
  EXPECT_THAT(distinct_groups(groups), ElementsAre("z", "a", "b"));
  const auto split = hold_out_range(groups, 0, 1);
  EXPECT_THAT(split.held_out, ElementsAre(0, 1, 2));
  EXPECT_THAT(split.training, ElementsAre(3));
  EXPECT_THROW(hold_out_range(groups, 1, 3), ModelError);
  EXPECT_THROW(hold_out_range(groups, 2, 1), ModelError);
  EXPECT_THROW(hold_out_range(groups, -1, 1), ModelError);
}

std::vector<std::size_t> sizes_of_parts(const ThreeWaySplit& split) {
  return {split.training.size(), split.validation.size(), split.test.size()};
}

TEST(ThreeWaySplit, DividesInWholeGroupsNearTheRatio) {
  std::vector<std::string> groups;
  for (int sample = 0; sample < 100; ++sample) groups.push_back("patient-" + std::to_string(sample % 20));
  std::set<std::vector<std::int64_t>> different;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto split = three_way_split(groups, kUsualRatio, seed);
    EXPECT_THAT(sizes_of_parts(split), ElementsAre(60U, 20U, 20U));
    std::set<std::string> all;
    std::size_t counted = 0;
    for (const auto* part : {&split.training, &split.validation, &split.test}) {
      EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
      const auto of_part = groups_of(groups, *part);
      counted += of_part.size();
      all.insert(of_part.begin(), of_part.end());
    }
    EXPECT_EQ(counted, 20U) << "a group is cut";
    EXPECT_EQ(all.size(), 20U);
    different.insert(split.test);
  }
  EXPECT_GT(different.size(), 5U);
}

TEST(ThreeWaySplit, ComesCloseWithUnequalGroups) {
  std::vector<std::string> groups(30, "large");
  for (int group = 0; group < 14; ++group) groups.insert(groups.end(), 5, "small-" + std::to_string(group));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    EXPECT_THAT(sizes_of_parts(three_way_split(groups, kUsualRatio, seed)), ElementsAre(60U, 20U, 20U));
  }
}

TEST(ThreeWaySplit, IsFixedForGood) {
  // Changing it would silently move pictures from test to training.
  const auto split = three_way_split(consecutive_blocks(20, 2), kUsualRatio, 1);
  EXPECT_THAT(split.validation, ElementsAre(0, 1, 12, 13));
  EXPECT_THAT(split.test, ElementsAre(10, 11, 16, 17));
}

TEST(ThreeWaySplit, GivesEachWantedPartAGroupAndTheOthersNone) {
  const auto split = three_way_split({"a", "b", "c"}, kUsualRatio, 1);
  EXPECT_THAT(sizes_of_parts(split), ElementsAre(1U, 1U, 1U));
  const auto without_test = three_way_split({"a", "b", "c", "d"}, {3, 1, 0}, 1);
  EXPECT_THAT(sizes_of_parts(without_test), ElementsAre(3U, 1U, 0U));
}

TEST(ThreeWaySplit, RefusesWhatCannotBe) {
  EXPECT_THROW(three_way_split({"a", "b"}, kUsualRatio, 1), ModelError);
  EXPECT_THROW(three_way_split({"a", "b", "c"}, {0, 1, 1}, 1), ModelError);
  EXPECT_THROW(three_way_split({"a", "b", "c"}, {1, -1, 1}, 1), ModelError);
  EXPECT_THROW(three_way_split({"a", "b", "c"}, {1, std::nan(""), 1}, 1), ModelError);
}

TEST(GroupFolds, HoldOutEverySampleOnceInWholeGroups) {
  std::vector<std::string> groups;
  for (int sample = 0; sample < 103; ++sample) groups.push_back("patient-" + std::to_string(sample * sample % 29));
  const auto folds = group_folds(groups, 5, 3);
  ASSERT_EQ(folds.size(), 5U);
  std::vector<int> held_out(groups.size(), 0);
  std::size_t of_folds = 0;
  for (const auto& fold : folds) {
    for (const auto sample : fold) ++held_out[static_cast<std::size_t>(sample)];
    of_folds += groups_of(groups, fold).size();
    EXPECT_NEAR(static_cast<double>(fold.size()), 20.6, 4.0);
  }
  EXPECT_THAT(held_out, ::testing::Each(1));
  EXPECT_EQ(of_folds, distinct_groups(groups).size()) << "a group is cut";
}

TEST(GroupFolds, AreEvenWhereTheGroupsAllowIt) {
  std::vector<std::string> groups;
  for (int group = 0; group < 8; ++group) {
    groups.insert(groups.end(), static_cast<std::size_t>(group + 1), std::to_string(group));
  }
  for (const auto& fold : group_folds(groups, 4, 1)) EXPECT_EQ(fold.size(), 9U);  // 8+1, 7+2, 6+3, 5+4
}

TEST(GroupFolds, DependOnTheSeedOnly) {
  const auto groups = consecutive_blocks(40, 2);
  EXPECT_EQ(group_folds(groups, 4, 5), group_folds(groups, 4, 5));
  EXPECT_NE(group_folds(groups, 4, 5), group_folds(groups, 4, 6));
  EXPECT_THAT(group_folds(consecutive_blocks(8, 2), 2, 1).front(), ElementsAre(2, 3, 6, 7));
}

TEST(GroupFolds, RefuseFewerGroupsThanFolds) {
  EXPECT_THROW(group_folds({"a", "b"}, 3, 1), ModelError);
  EXPECT_THROW(group_folds({"a", "b"}, 1, 1), ModelError);
}

}  // namespace
}  // namespace sonolist::model
