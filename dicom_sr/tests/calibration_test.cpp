#include "dicom_sr/image/calibration.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/image/regions.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

constexpr int kTissue = 1;
constexpr int kColourFlow = 2;
const PixelBox kBox{20, 20, 40, 40};

UltrasoundRegion tissue(PixelBox box, double delta_x = 0.02, double delta_y = 0.01) {
  UltrasoundRegion region;
  region.spatial_format = 1;
  region.data_type = kTissue;
  region.box = box;
  region.units_x = region.units_y = 3;
  region.delta_x = delta_x;
  region.delta_y = delta_y;
  return region;
}

UltrasoundRegion changed(UltrasoundRegion region, int UltrasoundRegion::*member, int value) {
  region.*member = value;
  return region;
}

TEST(Calibrate, OneRegionGivesMillimetresOnBothAxes) {
  const CalibrationAnswer answer = calibrate({tissue({10, 10, 50, 50})}, std::nullopt, kBox);
  ASSERT_TRUE(answer.calibration);
  EXPECT_DOUBLE_EQ(answer.calibration->mm_per_col, 0.2);
  EXPECT_DOUBLE_EQ(answer.calibration->mm_per_row, 0.1);
  EXPECT_EQ(answer.calibration->origin, "Sequence of Ultrasound Regions, item 1");
  EXPECT_EQ(answer.refusal, "");
}

TEST(Calibrate, ANegativeDeltaIsOnlyADirection) {
  const CalibrationAnswer answer = calibrate({tissue({10, 10, 50, 50}, 0.02, -0.01)}, std::nullopt, kBox);
  ASSERT_TRUE(answer.calibration);
  EXPECT_DOUBLE_EQ(answer.calibration->mm_per_row, 0.1);
}

TEST(Calibrate, AColourBoxOfEqualDeltasIsFine) {
  const UltrasoundRegion flow = changed(tissue({25, 25, 45, 60}), &UltrasoundRegion::data_type, kColourFlow);
  const CalibrationAnswer answer = calibrate({flow, tissue({10, 10, 50, 80})}, std::nullopt, kBox);
  ASSERT_TRUE(answer.calibration);
  EXPECT_EQ(answer.calibration->origin, "Sequence of Ultrasound Regions, item 2");
}

TEST(Calibrate, AnEcgStripIsNoImageRegion) {
  UltrasoundRegion strip = tissue({10, 10, 50, 50}, 0.005, 0.0);
  strip.spatial_format = 4;
  strip.data_type = 10;
  EXPECT_TRUE(calibrate({tissue({10, 10, 50, 50}), strip}, std::nullopt, kBox).calibration);
  EXPECT_FALSE(calibrate({strip}, std::nullopt, kBox).calibration);
}

struct RefusalCase {
  const char* name;
  std::vector<UltrasoundRegion> regions;
  std::optional<PixelSpacing> spacing;
  PixelBox box;
  const char* part;
};

class CalibrateRefuses : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(CalibrateRefuses, WithTheReason) {
  const CalibrationAnswer answer = calibrate(GetParam().regions, GetParam().spacing, GetParam().box);
  EXPECT_FALSE(answer.calibration);
  EXPECT_THAT(answer.refusal, HasSubstr(GetParam().part));
}

UltrasoundRegion clipped(UltrasoundRegion region) {
  region.box_was_clipped = true;
  return region;
}

INSTANTIATE_TEST_SUITE_P(
    Rule, CalibrateRefuses,
    ::testing::Values(
        RefusalCase{"DifferentDeltas", {tissue({0, 0, 50, 50}), tissue({30, 30, 60, 60}, 0.03)}, {}, kBox, "item 2"},
        RefusalCase{"Straddling", {tissue({0, 0, 50, 30}), tissue({0, 30, 50, 60})}, {}, kBox, "not inside one"},
        RefusalCase{"OutsideEveryRegion", {tissue({50, 50, 60, 60})}, {}, kBox, "covers"},
        RefusalCase{"UnitsX", {changed(tissue({0, 0, 50, 50}), &UltrasoundRegion::units_x, 4)}, {}, kBox, "not in cm"},
        RefusalCase{"UnitsY", {changed(tissue({0, 0, 50, 50}), &UltrasoundRegion::units_y, 0)}, {}, kBox, "not in cm"},
        RefusalCase{"ZeroDeltaX", {tissue({0, 0, 50, 50}, 0.0)}, {}, kBox, "zero"},
        RefusalCase{"ZeroDeltaY", {tissue({0, 0, 50, 50}, 0.02, 0.0)}, {}, kBox, "zero"},
        RefusalCase{
            "InfiniteDelta", {tissue({0, 0, 50, 50}, std::numeric_limits<double>::infinity())}, {}, kBox, "zero"},
        RefusalCase{"OtherImageSize", {clipped(tissue({0, 0, 50, 50}))}, {}, kBox, "another image size"},
        RefusalCase{"EmptyBox", {tissue({0, 0, 50, 50})}, {}, PixelBox{5, 5, 5, 9}, "empty"},
        RefusalCase{"Nothing", {}, {}, kBox, "no Sequence"},
        RefusalCase{"SpacingBesideRegions", {tissue({50, 50, 60, 60})}, PixelSpacing{0.1, 0.1}, kBox, "covers"},
        RefusalCase{"NegativeSpacing", {}, PixelSpacing{0.1, -0.1}, kBox, "not positive"}),
    [](const auto& test_case) { return std::string(test_case.param.name); });

TEST(Calibrate, PixelSpacingCountsOnlyWithoutRegions) {
  const CalibrationAnswer answer = calibrate({}, PixelSpacing{0.1, 0.2}, kBox);
  ASSERT_TRUE(answer.calibration);
  EXPECT_DOUBLE_EQ(answer.calibration->mm_per_row, 0.1);
  EXPECT_DOUBLE_EQ(answer.calibration->mm_per_col, 0.2);
  EXPECT_THAT(answer.calibration->origin, HasSubstr("Pixel Spacing"));
}

TEST(AnalysisBox, IsTheLargestImageRegionElseTheWholeImage) {
  const PixelBox whole = choose_analysis_box({}, 100, 200);
  EXPECT_EQ(whole.rows(), 100);
  EXPECT_EQ(whole.cols(), 200);

  const PixelBox larger = choose_analysis_box({tissue({0, 0, 20, 20}), tissue({10, 10, 60, 60})}, 100, 200);
  EXPECT_EQ(larger.row_begin, 10);
  EXPECT_EQ(larger.rows(), 50);

  // Clipped, of another kind, or only a few pixels: not what a network shall see.
  EXPECT_EQ(choose_analysis_box({clipped(tissue({0, 0, 60, 60}))}, 100, 200).cols(), 200);
  EXPECT_EQ(
      choose_analysis_box({changed(tissue({0, 0, 60, 60}), &UltrasoundRegion::spatial_format, 2)}, 100, 200).cols(),
      200);
  EXPECT_EQ(choose_analysis_box({changed(tissue({0, 0, 60, 60}), &UltrasoundRegion::data_type, 3)}, 100, 200).cols(),
            200);
  EXPECT_EQ(choose_analysis_box({tissue({0, 0, 60, 7})}, 100, 200).cols(), 200);
}

// One region as recorded (inclusive corners) in an image of 60 rows and 80 columns.
UltrasoundRegion read_one(Uint32 x0, Uint32 y0, Uint32 x1, Uint32 y1) {
  DcmItem dataset;
  DcmItem* item = nullptr;
  EXPECT_TRUE(dataset.findOrCreateSequenceItem(DCM_SequenceOfUltrasoundRegions, item).good());
  item->putAndInsertUint16(DCM_RegionSpatialFormat, 1);
  item->putAndInsertUint16(DCM_RegionDataType, 1);
  item->putAndInsertUint32(DCM_RegionLocationMinX0, x0);
  item->putAndInsertUint32(DCM_RegionLocationMinY0, y0);
  item->putAndInsertUint32(DCM_RegionLocationMaxX1, x1);
  item->putAndInsertUint32(DCM_RegionLocationMaxY1, y1);
  item->putAndInsertSint32(DCM_ReferencePixelY0, -5);
  return read_regions(dataset, 60, 80).at(0);
}

TEST(ReadRegions, TurnsRecordedCornersIntoAHalfOpenBox) {
  const UltrasoundRegion region = read_one(10, 5, 69, 44);
  EXPECT_EQ(region.box.col_begin, 10);
  EXPECT_EQ(region.box.col_end, 70);
  EXPECT_EQ(region.box.row_begin, 5);
  EXPECT_EQ(region.box.row_end, 45);
  EXPECT_FALSE(region.box_was_clipped);
  EXPECT_EQ(region.reference_pixel_y0, -5);
  EXPECT_EQ(region.reference_pixel_x0, std::nullopt);
}

TEST(ReadRegions, OnePixelBeyondTheImageIsAHabitOfWriters) {
  const UltrasoundRegion region = read_one(0, 0, 80, 60);
  EXPECT_FALSE(region.box_was_clipped);
  EXPECT_EQ(region.box.col_end, 80);
  EXPECT_EQ(region.box.row_end, 60);
}

TEST(ReadRegions, MarksABoxThatBelongsToAnotherSize) {
  const UltrasoundRegion beyond = read_one(0, 0, 81, 50);
  EXPECT_TRUE(beyond.box_was_clipped);
  EXPECT_EQ(beyond.box.col_end, 80);
  const UltrasoundRegion outside = read_one(4294967295U, 100, 4294967295U, 200);
  EXPECT_TRUE(outside.box_was_clipped);
  EXPECT_TRUE(is_empty(outside.box));
  EXPECT_TRUE(is_empty(read_one(50, 10, 20, 40).box)) << "corners in the wrong order";
}

TEST(ReadRegions, IsEmptyWithoutASequence) {
  DcmItem dataset;
  EXPECT_TRUE(read_regions(dataset, 60, 80).empty());
}

}  // namespace
}  // namespace sonolist::dicom
