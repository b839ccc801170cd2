#include "model/dataset/split.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace sonolist::model
