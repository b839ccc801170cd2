#include "model/dataset/integrity.h"

#include <gmock/gmock.h>

#include <random>

#include "model/dataset/integrity_text.h"
#include "model/error.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kSide = 32, kPixels = kSide * kSide;

// Blocks of random brightness: unrelated from picture to picture, and with a mask of 10x10 pixels.
void add_sample(PackedDataset& dataset, const std::string& name, const std::string& group, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> blocks(16 * 16);
  for (auto& block : blocks) block = static_cast<std::uint8_t>(20 + random() % 200);
  for (std::size_t i = 0; i < kPixels; ++i) {
    dataset.pictures.push_back(blocks[i / kSide / 2 * 16 + i % kSide / 2]);
    const auto row = i / kSide, col = i % kSide;
    dataset.labels.push_back(row >= 10 && row < 20 && col >= 10 && col < 20 ? 1 : 0);
  }
  dataset.names.push_back(name);
  dataset.groups.push_back(group);
  ++dataset.count;
}

PackedDataset ten_samples() {
  PackedDataset dataset;
  dataset.height = dataset.width = static_cast<std::int64_t>(kSide);
  dataset.classes = {"background", "nerve"};
  for (unsigned i = 0; i < 10; ++i) {
    add_sample(dataset, std::string(1, static_cast<char>('a' + i)), "group-" + std::to_string(i / 2), i);
  }
  return dataset;
}

std::uint8_t* picture_of(PackedDataset& dataset, std::size_t sample) {
  return dataset.pictures.data() + sample * kPixels;
}
std::uint8_t* mask_of(PackedDataset& dataset, std::size_t sample) {
  return dataset.labels.data() + sample * kPixels;
}

void copy_picture(PackedDataset& dataset, std::size_t from, std::size_t to) {
  std::copy_n(picture_of(dataset, from), kPixels, picture_of(dataset, to));
}

std::vector<std::string> samples_of(const IntegrityReport& report, const std::string& check) {
  for (const auto& finding : report.findings) {
    if (finding.check == check) return finding.samples;
  }
  return {"no such finding"};
}

IntegrityReport check(const PackedDataset& dataset, const ThreeWaySplit* split = nullptr) {
  return check_integrity(dataset, split, 8);
}

TEST(NearDuplicates, AreFoundAndSortedByDistance) {
  auto dataset = ten_samples();
  EXPECT_THAT(near_duplicates(dataset, 8), IsEmpty());
  copy_picture(dataset, 0, 7);
  copy_picture(dataset, 3, 5);
  picture_of(dataset, 5)[0] ^= 1U;
  const auto pairs = near_duplicates(dataset, 8);
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].first, 0);
  EXPECT_EQ(pairs[0].second, 7);
  EXPECT_TRUE(pairs[0].exact);
  EXPECT_EQ(pairs[1].first, 3);
  EXPECT_EQ(pairs[1].second, 5);
  EXPECT_FALSE(pairs[1].exact);
  EXPECT_EQ(near_duplicates(dataset, 128).size(), 45U);
  EXPECT_THROW(near_duplicates(dataset, -1), ModelError);
}

TEST(MergeGroups, JoinsWhatPairsConnectAndNamesItAfterTheFirst) {
  const std::vector<std::string> groups{"c", "a", "b", "d", "a", "c"};
  using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(merge_groups(groups, Pairs{}), groups);
  EXPECT_EQ(merge_groups(groups, Pairs{{1, 4}}), groups);
  EXPECT_THAT(merge_groups(groups, Pairs{{3, 4}}), ElementsAre("c", "a", "b", "a", "a", "c"));
  // d-b, then b-c: transitive, and c appears first.
  EXPECT_THAT(merge_groups(groups, Pairs{{3, 2}, {2, 5}}), ElementsAre("c", "a", "c", "c", "a", "c"));
  EXPECT_THAT(merge_groups(groups, Pairs{{3, 2}, {2, 1}, {4, 0}}), ElementsAre("c", "c", "c", "c", "c", "c"));
}

TEST(Integrity, FindsNothingInAGoodDataSet) {
  const auto report = check(ten_samples());
  EXPECT_THAT(report.findings, IsEmpty()) << to_markdown(report);
  EXPECT_FALSE(has_error(report));
  EXPECT_THAT(report.group_sizes, ElementsAre(2, 2, 2, 2, 2));
  ASSERT_EQ(report.classes.size(), 1U);
  EXPECT_EQ(report.classes[0].images, 10);
  EXPECT_NEAR(report.classes[0].median, 100.0 * 100 / kPixels, 1e-9);
}

TEST(Integrity, NamesConstantPicturesEmptyMasksAndMissingClasses) {
  auto dataset = ten_samples();
  std::fill_n(picture_of(dataset, 2), kPixels, std::uint8_t{9});
  std::fill_n(mask_of(dataset, 3), kPixels, std::uint8_t{0});
  dataset.classes.emplace_back("vessel");
  const auto report = check(dataset);
  EXPECT_THAT(samples_of(report, "constant-picture"), ElementsAre("c"));
  EXPECT_THAT(samples_of(report, "empty-mask"), ElementsAre("d"));
  EXPECT_THAT(samples_of(report, "missing-class"), IsEmpty());
  EXPECT_THAT(to_markdown(report), HasSubstr("no picture holds 'vessel'"));
  EXPECT_TRUE(has_error(report));
  EXPECT_EQ(report.findings.front().check, "constant-picture");
}

TEST(Integrity, NamesOddMasks) {
  auto dataset = ten_samples();
  for (std::size_t i = 0; i < 5; ++i) mask_of(dataset, 4)[64 * i + 3] = 1;
  mask_of(dataset, 6)[kSide * 12] = 1;
  std::fill_n(mask_of(dataset, 8) + kSide, kPixels - 2 * kSide, std::uint8_t{1});
  for (std::size_t i = 0; i < 10; ++i) mask_of(dataset, i)[kSide * 20 + 10 + i % 4] = 1;  // areas vary a little
  const auto report = check(dataset);
  EXPECT_THAT(samples_of(report, "specks"), ElementsAre("e"));
  EXPECT_THAT(samples_of(report, "touches-border"), ElementsAre("e", "g", "i"));
}

TEST(Integrity, NamesAreasFarOutOfTheUsual) {
  auto dataset = ten_samples();
  for (std::size_t i = 0; i < 10; ++i) std::fill_n(mask_of(dataset, i) + kSide * 21 + 10, i, std::uint8_t{1});
  EXPECT_THAT(samples_of(check(dataset), "area-outlier"), ElementsAre("no such finding"));
  std::fill_n(mask_of(dataset, 8) + kSide, kPixels - 2 * kSide, std::uint8_t{1});
  EXPECT_THAT(samples_of(check(dataset), "area-outlier"), ElementsAre("i"));
}

TEST(Integrity, TellsWhereNearDuplicatesStand) {
  auto dataset = ten_samples();
  copy_picture(dataset, 0, 1);  // one group
  copy_picture(dataset, 2, 9);  // groups 1 and 4
  auto report = check(dataset);
  EXPECT_EQ(report.pairs_within_groups.size(), 1U);
  EXPECT_EQ(report.pairs_across_groups.size(), 1U);
  EXPECT_THAT(samples_of(report, "near-duplicate-across-groups"), ElementsAre("c j"));
  EXPECT_FALSE(has_error(report));

  const ThreeWaySplit leaking{{0, 1, 2, 3, 4, 5}, {6, 7}, {8, 9}}, whole{{2, 3, 8, 9, 4, 5}, {6, 7}, {0, 1}};
  report = check(dataset, &leaking);
  EXPECT_THAT(samples_of(report, "near-duplicate-across-parts"), ElementsAre("c j"));
  EXPECT_TRUE(has_error(report));
  report = check(dataset, &whole);
  EXPECT_EQ(report.pairs_across_groups.size(), 1U);
  EXPECT_FALSE(has_error(report)) << to_markdown(report);
}

TEST(Integrity, TellsSameMasksFromContradictoryOnes) {
  auto dataset = ten_samples();
  copy_picture(dataset, 0, 1);
  EXPECT_THAT(samples_of(check(dataset), "exact-duplicate"), ElementsAre("a b"));
  mask_of(dataset, 1)[500] ^= 1U;
  EXPECT_THAT(samples_of(check(dataset), "contradictory-masks"), ElementsAre("a b"));
  EXPECT_THAT(samples_of(check(dataset), "exact-duplicate"), ElementsAre("no such finding"));
}

TEST(Integrity, TellsHowWellTheMasksOfNearDuplicatesAgree) {
  auto dataset = ten_samples();
  EXPECT_THAT(to_markdown(check(dataset)), HasSubstr("| none |"));
  copy_picture(dataset, 0, 1);
  copy_picture(dataset, 2, 3);
  std::fill_n(mask_of(dataset, 1) + kSide * 10, kSide * 5, std::uint8_t{0});   // 50 of its 100 pixels are gone
  std::fill_n(mask_of(dataset, 3) + kSide * 10, kSide * 10, std::uint8_t{0});  // all of them
  const auto report = check(dataset);
  EXPECT_EQ(report.classes[0].duplicate_pairs, 2);
  EXPECT_NEAR(report.classes[0].duplicate_dice, (2.0 * 50 / 150 + 0.0) / 2, 1e-12);
  EXPECT_THAT(to_markdown(report), HasSubstr("| 0.33 (2) |"));
  EXPECT_EQ(to_json(report).at("classes").at(0).at("near_duplicates").at("pairs"), 2);
}

TEST(Integrity, NamesClassesThatAPartLacksAndDoubleNames) {
  auto dataset = ten_samples();
  for (const std::size_t sample : {8U, 9U}) std::fill_n(mask_of(dataset, sample), kPixels, std::uint8_t{0});
  dataset.names[4] = "a";
  const ThreeWaySplit split{{0, 1, 2, 3, 4, 5}, {6, 7}, {8, 9}};
  const auto report = check(dataset, &split);
  EXPECT_THAT(samples_of(report, "class-missing-in-part"), ElementsAre("nerve"));
  EXPECT_THAT(samples_of(report, "double-name"), ElementsAre("a"));
}

TEST(Integrity, IsToldToProgramsInFull) {
  auto dataset = ten_samples();
  for (std::size_t sample = 1; sample < 10; ++sample) copy_picture(dataset, 0, sample);
  const auto report = check(dataset);
  const auto document = to_json(report);
  EXPECT_EQ(document.at("near_duplicates").at("across_groups"), 40);
  EXPECT_EQ(document.at("near_duplicates").at("within_groups"), 5);
  EXPECT_EQ(document.at("findings").at(0).at("severity"), "warning");
  EXPECT_EQ(document.at("findings").at(0).at("samples").size(), 40U);
  EXPECT_THAT(to_markdown(report), HasSubstr("and 30 more"));
}

}  // namespace
}  // namespace sonolist::model
