#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <random>

#include "dicom_sr/agreement/distance_transform.h"
#include "dicom_sr/agreement/overlap.h"
#include "dicom_sr/agreement/segmentation_agreement.h"
#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;

// '#' is in the mask; planes are separated by '/'.
GridMask mask_of(const std::vector<std::string>& rows, int planes = 1) {
  GridMask mask{{planes, static_cast<int>(rows.size()) / planes, static_cast<int>(rows.front().size())}, {}};
  for (const std::string& row : rows) {
    for (const char c : row) mask.values.push_back(c == '#' ? 1 : 0);
  }
  return mask;
}

TEST(SquaredDistances, AreThoseToTheNearestMark) {
  const GridMask marks = mask_of({"#...", "....", "...#"});
  EXPECT_THAT(squared_distances(marks.values, marks.size, {}), ElementsAre(0, 1, 4, 4, 1, 2, 2, 1, 4, 4, 1, 0));
}

TEST(SquaredDistances, FollowTheSpacingOfEveryAxis) {
  const GridMask marks = mask_of({"#..", "..."});
  EXPECT_THAT(squared_distances(marks.values, marks.size, {1.0, 2.0, 3.0}), ElementsAre(0, 9, 36, 4, 13, 40));
}

TEST(SquaredDistances, ReachAcrossPlanes) {
  const GridMask marks = mask_of({"#.", "..", ".."}, 3);
  EXPECT_THAT(squared_distances(marks.values, marks.size, {5.0, 1.0, 1.0}), ElementsAre(0, 1, 25, 26, 100, 101));
}

TEST(SquaredDistances, AreInfiniteWhenNothingIsMarked) {
  const GridMask marks = mask_of({"..", ".."});
  for (const double distance : squared_distances(marks.values, marks.size, {})) EXPECT_TRUE(std::isinf(distance));
}

TEST(SquaredDistances, EqualThoseOfTryingEveryPair) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const GridSize size{1 + static_cast<int>(random() % 3), 7, 9};
    const GridSpacing spacing{3.0, 0.7, 1.3};
    std::vector<std::uint8_t> marks(size.count());
    for (auto& mark : marks) mark = random() % 17 == 0 ? 1 : 0;
    const auto found = squared_distances(marks, size, spacing);
    const auto place = [&](std::size_t i) {
      const auto cols = static_cast<std::size_t>(size.cols);
      const auto rows = static_cast<std::size_t>(size.rows);
      return std::array<double, 3>{spacing.plane * static_cast<double>(i / (rows * cols)),
                                   spacing.row * static_cast<double>(i / cols % rows),
                                   spacing.col * static_cast<double>(i % cols)};
    };
    for (std::size_t i = 0; i < marks.size(); ++i) {
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < marks.size(); ++j) {
        if (marks[j] == 0) continue;
        double square = 0.0;
        for (std::size_t axis = 0; axis < 3; ++axis) square += std::pow(place(i)[axis] - place(j)[axis], 2);
        nearest = std::min(nearest, square);
      }
      if (std::isinf(nearest))
        EXPECT_TRUE(std::isinf(found[i]));
      else
        EXPECT_NEAR(found[i], nearest, 1e-9);
    }
  }
}

TEST(CompareMasks, CountsDiceAndIntersectionOverUnion) {
  const Overlap overlap = compare_masks(mask_of({"##..", "##.."}), mask_of({".##.", ".##."}), {});
  EXPECT_EQ(overlap.pixels_a, 4U);
  EXPECT_EQ(overlap.pixels_b, 4U);
  EXPECT_EQ(overlap.common_pixels, 2U);
  EXPECT_DOUBLE_EQ(overlap.dice, 0.5);
  EXPECT_DOUBLE_EQ(overlap.iou, 1.0 / 3.0);
}

TEST(CompareMasks, OfEqualMasksIsPerfect) {
  const GridMask mask = mask_of({".#.", "###"});
  const Overlap overlap = compare_masks(mask, mask, {});
  EXPECT_DOUBLE_EQ(overlap.dice, 1.0);
  EXPECT_DOUBLE_EQ(overlap.iou, 1.0);
  EXPECT_THAT(overlap.hausdorff_95, testing::Optional(DoubleEq(0.0)));
}

TEST(CompareMasks, OfShiftedPixelsIsTheShift) {
  // 5 columns of 0.5 mm.
  const Overlap overlap = compare_masks(mask_of({"#......"}), mask_of({".....#."}), {1.0, 2.0, 0.5});
  EXPECT_DOUBLE_EQ(overlap.dice, 0.0);
  EXPECT_THAT(overlap.hausdorff_95, testing::Optional(DoubleEq(2.5)));
}

TEST(CompareMasks, InterpolatesThe95thPercentileAndTakesTheWorseDirection) {
  // From a: 0 only. From b: 0, 1, 2, 3, 4; rank 0.95 * 4 = 3.8.
  const Overlap overlap = compare_masks(mask_of({"#...."}), mask_of({"#####"}), {});
  EXPECT_THAT(overlap.hausdorff_95, testing::Optional(DoubleNear(3.8, 1e-12)));
}

TEST(CompareMasks, MeasuresBoundariesNotInsides) {
  // The hole's rim is a boundary of a: its pixels lie 1 from b's rim of the same 5 x 5 square, which has no hole.
  const GridMask a = mask_of({"#####", "#####", "##.##", "#####", "#####"});
  const GridMask b = mask_of({"#####", "#####", "#####", "#####", "#####"});
  // From a: 16 x 0 and 4 x 1 (ranks 16 to 19 of 0..19), rank 18.05. From b: all 0.
  EXPECT_THAT(compare_masks(a, b, {}).hausdorff_95, testing::Optional(DoubleEq(1.0)));
}

TEST(CompareMasks, KnowsNoDistanceFromNothing) {
  const Overlap one = compare_masks(mask_of({"##"}), mask_of({".."}), {});
  EXPECT_DOUBLE_EQ(one.dice, 0.0);
  EXPECT_FALSE(one.hausdorff_95.has_value());
  const Overlap none = compare_masks(mask_of({".."}), mask_of({".."}), {});
  EXPECT_DOUBLE_EQ(none.dice, 1.0);
  EXPECT_DOUBLE_EQ(none.iou, 1.0);
  EXPECT_FALSE(none.hausdorff_95.has_value());
}

TEST(CompareMasks, OfAVolumeMeasuresAcrossPlanes) {
  const GridMask a = mask_of({"#", ".", "."}, 3);
  const GridMask b = mask_of({".", ".", "#"}, 3);
  EXPECT_THAT(compare_masks(a, b, {4.0, 1.0, 1.0}).hausdorff_95, testing::Optional(DoubleEq(8.0)));
}

TEST(CompareFrames, TakesNoDistanceBetweenMoments) {
  const Overlap overlap = compare_frames(mask_of({"#..", "#..", "..."}, 3), mask_of({"..#", "...", "#.."}, 3), {});
  EXPECT_EQ(overlap.pixels_a, 2U);
  EXPECT_EQ(overlap.pixels_b, 2U);
  // Only the first frame shows both.
  EXPECT_THAT(overlap.hausdorff_95, testing::Optional(DoubleEq(2.0)));
}

TEST(CompareMasks, OfAFullScreenTakesMilliseconds) {
  GridMask a{{1, 768, 1024}, std::vector<std::uint8_t>(768 * 1024)};
  GridMask b = a;
  for (int row = 0; row < 768; ++row) {
    for (int col = 0; col < 1024; ++col) {
      const auto i = static_cast<std::size_t>(row * 1024 + col);
      a.values[i] = row > 10 && col > 10 ? 1 : 0;
      b.values[i] = row < 700 && col < 1000 && (row + col) % 2 == 0 ? 1 : 0;  // boundary everywhere
    }
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(compare_masks(a, b, {}).hausdorff_95.has_value());
  // Some 60 ms; every pair of its 350000 boundary pixels would take minutes.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

const Code kNerve{"19034", "FMA", "Sciatic nerve"};
const Code kArtery{"7657000", "SCT", "Femoral artery"};

Segment segment(const Code& type, const std::string& label) {
  Segment made;
  made.type = type;
  made.label = label;
  made.tracking_id = label;
  made.tracking_uid = "2.25.7";
  return made;
}

ReadSegmentation segmentation(int rows, int cols) {
  ReadSegmentation made;
  made.images = {{"", "2.25.1"}};
  made.rows = rows;
  made.cols = cols;
  return made;
}

void add_segment(ReadSegmentation& to, const Segment& made) {
  to.segments.emplace_back();
  static_cast<Segment&>(to.segments.back()) = made;
  to.segments.back().number = static_cast<int>(to.segments.size());
}

TEST(CompareSegmentations, PairsByTypeAndNotByNumberOrLabel) {
  ReadSegmentation ours = segmentation(1, 4);
  add_segment(ours, segment(kNerve, "Nerve"));
  add_segment(ours, segment(kArtery, "Artery"));
  ours.frames = {{1, 0, {1, 1, 0, 0}}, {2, 0, {0, 0, 1, 1}}};
  ReadSegmentation theirs = segmentation(1, 4);
  add_segment(theirs, segment({"7657000", "SCT", "A. femoralis"}, "artery"));
  add_segment(theirs, segment(kNerve, "n."));
  theirs.frames = {{1, 0, {0, 0, 1, 1}}, {2, 0, {1, 0, 0, 0}}};
  const auto agreement = compare_segmentations(ours, theirs, {{"2.25.1", 0}}, GridSpacing{1.0, 1.0, 0.5});
  ASSERT_EQ(agreement.structures.size(), 2U);
  const StructureAgreement& nerve = agreement.structures[0];
  EXPECT_EQ(nerve.found_in, FoundIn::kBoth);
  EXPECT_EQ(nerve.label, "Nerve");
  EXPECT_EQ(nerve.our_segment, 1);
  EXPECT_EQ(nerve.reference_segment, 2);
  EXPECT_DOUBLE_EQ(nerve.overlap.dice, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(agreement.structures[1].overlap.dice, 1.0);
  EXPECT_EQ(nerve.region.col_begin, 0);
  EXPECT_EQ(nerve.region.col_end, 2);
  EXPECT_TRUE(agreement.is_calibrated);
}

TEST(CompareSegmentations, ListsWhatOnlyOneHas) {
  ReadSegmentation ours = segmentation(1, 2);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.frames = {{1, 0, {1, 0}}};
  ReadSegmentation theirs = segmentation(1, 2);
  add_segment(theirs, segment(kArtery, "Artery"));
  add_segment(theirs, segment(kNerve, "Nothing drawn"));
  theirs.frames = {{1, 0, {0, 1}}, {2, 0, {0, 0}}};
  const auto agreement = compare_segmentations(ours, theirs, {{"2.25.1", 0}}, std::nullopt);
  ASSERT_EQ(agreement.structures.size(), 2U);
  EXPECT_EQ(agreement.structures[0].found_in, FoundIn::kOnlyOurs);
  EXPECT_FALSE(agreement.structures[0].reference_segment.has_value());
  EXPECT_EQ(agreement.structures[1].found_in, FoundIn::kOnlyReference);
  EXPECT_EQ(agreement.structures[1].overlap.pixels_b, 1U);
  EXPECT_FALSE(agreement.structures[1].overlap.hausdorff_95.has_value());
  EXPECT_FALSE(agreement.is_calibrated);
}

TEST(CompareSegmentations, KeepsTheSidesApart) {
  ReadSegmentation ours = segmentation(1, 2);
  Segment left = segment(kNerve, "Left");
  left.laterality = code::kLeft;
  add_segment(ours, left);
  ours.frames = {{1, 0, {1, 0}}};
  ReadSegmentation theirs = segmentation(1, 2);
  Segment right = segment(kNerve, "Right");
  right.laterality = code::kRight;
  add_segment(theirs, right);
  theirs.frames = {{1, 0, {1, 0}}};
  const auto agreement = compare_segmentations(ours, theirs, {{"2.25.1", 0}}, std::nullopt);
  EXPECT_EQ(agreement.structures.size(), 2U);
}

TEST(CompareSegmentations, UnitesSegmentsOfOneType) {
  ReadSegmentation ours = segmentation(1, 2);
  add_segment(ours, segment(kNerve, "Branch 1"));
  add_segment(ours, segment(kNerve, "Branch 2"));
  ours.frames = {{1, 0, {1, 0}}, {2, 0, {0, 1}}};
  ReadSegmentation theirs = segmentation(1, 2);
  add_segment(theirs, segment(kNerve, "Nerve"));
  theirs.frames = {{1, 0, {1, 1}}};
  const auto agreement = compare_segmentations(ours, theirs, {{"2.25.1", 0}}, std::nullopt);
  ASSERT_EQ(agreement.structures.size(), 1U);
  EXPECT_DOUBLE_EQ(agreement.structures[0].overlap.dice, 1.0);
}

TEST(CompareSegmentations, GivesEveryFrameAndTheLargest) {
  ReadSegmentation ours = segmentation(1, 3);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.frames = {{1, 0, {1, 0, 0}}, {1, 2, {1, 1, 0}}};
  ReadSegmentation theirs = ours;
  theirs.frames = {{1, 1, {0, 0, 1}}, {1, 2, {0, 1, 1}}};
  const std::vector<SourceFrame> order{{"2.25.1", 0}, {"2.25.1", 1}, {"2.25.1", 2}};
  const auto agreement = compare_segmentations(ours, theirs, order, std::nullopt);
  const StructureAgreement& nerve = agreement.structures.at(0);
  ASSERT_EQ(nerve.frames.size(), 3U);
  EXPECT_DOUBLE_EQ(nerve.frames[2].overlap.dice, 0.5);
  EXPECT_DOUBLE_EQ(nerve.overlap.dice, 2.0 / 6.0);
  EXPECT_EQ(nerve.largest_frame.second, 2);
  EXPECT_EQ(nerve.region.col_end, 3);
}

TEST(CompareSegmentations, CountsTheGapInsideAVolume) {
  ReadSegmentation ours = segmentation(1, 1);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.frames = {{1, 0, {1}}};
  ReadSegmentation theirs = ours;
  theirs.frames = {{1, 2, {1}}};
  const std::vector<SourceFrame> order{{"2.25.1", 0}, {"2.25.1", 1}, {"2.25.1", 2}};
  const auto agreement = compare_segmentations(ours, theirs, order, GridSpacing{4.0, 1.0, 1.0}, true);
  EXPECT_THAT(agreement.structures.at(0).overlap.hausdorff_95, testing::Optional(DoubleEq(8.0)));
}

TEST(CompareSegmentations, TakesAProbabilityOfOneHalfAndMore) {
  ReadSegmentation ours = segmentation(1, 3);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.type = SegmentationType::kFractional;
  ours.maximum_fractional_value = 255;
  ours.frames = {{1, 0, {255, 128, 127}}};
  ReadSegmentation theirs = segmentation(1, 3);
  add_segment(theirs, segment(kNerve, "Nerve"));
  theirs.frames = {{1, 0, {1, 1, 0}}};
  const auto agreement = compare_segmentations(ours, theirs, {{"2.25.1", 0}}, std::nullopt);
  EXPECT_DOUBLE_EQ(agreement.structures.at(0).overlap.dice, 1.0);
}

TEST(CompareSegmentations, RefusesAFrameOfNoImage) {
  ReadSegmentation ours = segmentation(1, 1);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.frames = {{1, 0, {1}, kUnknownSource}};
  EXPECT_THROW(compare_segmentations(ours, ours, {{"2.25.1", 0}}, std::nullopt), DicomError);
}

TEST(CompareSegmentations, RefusesOtherImages) {
  ReadSegmentation ours = segmentation(1, 2);
  add_segment(ours, segment(kNerve, "Nerve"));
  ours.frames = {{1, 0, {1, 0}}};
  EXPECT_THROW(compare_segmentations(ours, segmentation(2, 1), {{"2.25.1", 0}}, std::nullopt), DicomError);
  EXPECT_THROW(compare_segmentations(ours, ours, {{"2.25.2", 0}}, std::nullopt), DicomError);
  EXPECT_THROW(compare_segmentations(ours, ours, {{"2.25.1", 0}}, std::nullopt, true), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
