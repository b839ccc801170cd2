#include "model/training/cross_validation.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/error.h"
#include "model/training/run_parts.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> groups_of_three(int groups) {
  std::vector<std::string> names;
  for (int group = 0; group < groups; ++group) names.insert(names.end(), 3, "patient " + std::to_string(group));
  return names;
}

std::set<std::string> group_set(const std::vector<std::int64_t>& samples, const std::vector<std::string>& groups) {
  std::set<std::string> set;
  for (const auto sample : samples) set.insert(groups[static_cast<std::size_t>(sample)]);
  return set;
}

TEST(CrossValidation, HoldsEverySampleOutOnceAndCutsNoGroup) {
  const auto groups = groups_of_three(12);
  const auto splits = cross_validation_splits(groups, 4, 0.2, 1);
  ASSERT_EQ(splits.size(), 4U);
  std::multiset<std::int64_t> held_out;
  for (const auto& split : splits) {
    held_out.insert(split.test.begin(), split.test.end());
    EXPECT_FALSE(split.validation.empty());
    EXPECT_EQ(split.training.size() + split.validation.size() + split.test.size(), groups.size());
    std::set<std::string> all;
    std::size_t sum = 0;
    for (const auto* part : {&split.training, &split.validation, &split.test}) {
      const auto of_part = group_set(*part, groups);
      sum += of_part.size();
      all.insert(of_part.begin(), of_part.end());
    }
    EXPECT_EQ(sum, all.size());  // a cut group would be counted twice
  }
  EXPECT_EQ(held_out.size(), groups.size());
  EXPECT_EQ(std::set<std::int64_t>(held_out.begin(), held_out.end()).size(), groups.size());
}

TEST(CrossValidation, KeepsAPartThatIsToJudgeLaterOutOfEveryFold) {
  const auto groups = groups_of_three(12);
  const std::vector<std::int64_t> left_out = {3, 4, 5, 30, 31, 32};
  std::multiset<std::int64_t> held_out;
  for (const auto& split : cross_validation_splits(groups, 5, 0.2, 1, left_out)) {
    held_out.insert(split.test.begin(), split.test.end());
    EXPECT_EQ(split.training.size() + split.validation.size() + split.test.size(), groups.size() - left_out.size());
    for (const auto* part : {&split.training, &split.validation, &split.test}) {
      EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
      for (const auto sample : left_out) EXPECT_EQ(std::count(part->begin(), part->end(), sample), 0);
    }
  }
  EXPECT_EQ(held_out.size(), groups.size() - left_out.size());
  EXPECT_EQ(std::set<std::int64_t>(held_out.begin(), held_out.end()).size(), held_out.size());
}

TEST(CrossValidation, WithoutAnInnerHoldOutNothingValidates) {
  for (const auto& split : cross_validation_splits(groups_of_three(4), 2, 0.0, 1))
    EXPECT_TRUE(split.validation.empty());
}

// Two folds of two images and two classes; class 2 is in the first fold only.
std::vector<FoldResult> two_folds() {
  FoldResult first{{0, 3}, OverlapTable(3)}, second{{1, 2}, OverlapTable(3)};
  first.table.add({{0, 0, 0}, {5, 10, 10}, {4, 4, 4}});
  first.table.add({{0, 0, 0}, {10, 10, 10}, {0, 0, 0}});
  second.table.add({{0, 0, 0}, {0, 10, 10}, {0, 0, 0}});
  second.table.add({{0, 0, 0}, {0, 0, 0}, {0, 0, 0}});
  return {first, second};
}

const std::vector<std::string> kTwoClasses{"background", "nerve", "vessel"};

TEST(CrossValidation, TellsImagesFromFolds) {
  const auto nerve = across_folds(two_folds(), 1), vessel = across_folds(two_folds(), 2);
  EXPECT_EQ(nerve.dice.images, 3);
  EXPECT_NEAR(nerve.dice.mean, 0.5, 1e-12);  // .5, 1 and 0
  EXPECT_NEAR(nerve.dice.standard_deviation, 0.5, 1e-12);
  EXPECT_THAT(nerve.fold_means, ElementsAre(0.75, 0.0));
  EXPECT_NEAR(nerve.fold_deviation, 0.75 / std::sqrt(2.0), 1e-12);
  EXPECT_EQ(vessel.dice.images, 1);
  EXPECT_TRUE(std::isnan(vessel.fold_means[1]));
  EXPECT_TRUE(std::isnan(vessel.fold_deviation));
}

TEST(CrossValidation, AFoldIsKeptAndReadBack) {
  const auto fold = two_folds().front();
  const auto again = parse_fold_result(to_json(fold), 3, "held-out.json");
  EXPECT_EQ(again.samples, fold.samples);
  EXPECT_EQ(again.table.at(0, 1).overlap, 5);
  EXPECT_EQ(again.table.at(1, 2).reference, 0);
  EXPECT_THROW(parse_fold_result(to_json(fold), 4, "held-out.json"), ModelError);
  EXPECT_THROW(parse_fold_result(nlohmann::json::object(), 3, "held-out.json"), ModelError);
}

TEST(CrossValidation, WritesOneLineForEachImageAndClass) {
  const auto csv = cross_validation_csv(two_folds(), kTwoClasses, {"a", "b", "c", "d,\"e\""}, {"g0", "g1", "g1", "g0"});
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 4 * 2);
  EXPECT_THAT(csv, HasSubstr("fold,image,group,class,dice,iou,overlap,predicted,reference\n"));
  EXPECT_THAT(csv, HasSubstr("\n1,a,g0,nerve,0.5,0.333333,5,10,10\n"));
  EXPECT_THAT(csv, HasSubstr("\n1,\"d,\"\"e\"\"\",g0,vessel,,,0,0,0\n"));
  EXPECT_THAT(csv, HasSubstr("\n2,b,g1,nerve,0,0,0,10,10\n"));
}

TEST(CrossValidation, SummarisesForPrograms) {
  const auto document = cross_validation_summary(two_folds(), kTwoClasses);
  EXPECT_EQ(document.at("folds"), 2);
  EXPECT_EQ(document.at("images"), 4);
  EXPECT_EQ(document.at("classes").at("nerve").at("dice").at("mean"), 0.5);
  EXPECT_EQ(document.at("classes").at("nerve").at("fold_dice").size(), 2U);
  EXPECT_TRUE(document.at("classes").at("vessel").at("fold_dice").at(1).is_null());
}

TEST(RunParts, AreReadBackFromTheirRecord) {
  const auto groups = groups_of_three(3);
  const ThreeWaySplit split{{0, 1, 2}, {6, 7, 8}, {3, 4, 5}};
  const auto record = part_record(split, groups);
  const auto again = split_of_record(record, groups, "split.json");
  EXPECT_EQ(again.training, split.training);
  EXPECT_EQ(again.validation, split.validation);
  EXPECT_EQ(again.test, split.test);
  EXPECT_THROW(split_of_record(record, groups_of_three(4), "split.json"), ModelError);
  EXPECT_THROW(split_of_record(record, groups_of_three(2), "split.json"), ModelError);
  EXPECT_THROW(split_of_record({{"training", 5}}, groups, "split.json"), ModelError);
}

}  // namespace
}  // namespace sonolist::model
