// The seven real files of the shared data folder: what each was chosen for must come out right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/source_image.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/tests/shared_data.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

struct RealImage {
  const char* name;
  int rows, cols, frames;
  PixelBox analysis;
  double mm_per_col, mm_per_row;  // 0: uncalibrated
  const char* refusal;
  int colour_frame, colour_row, colour_col;  // a pixel whose value another decoder confirmed
  std::array<int, 3> colour;
};

class RealImages : public ::testing::TestWithParam<RealImage> {
 protected:
  void SetUp() override {
    const auto path = test::shared_data() / "dicom" / (std::string(GetParam().name) + ".dcm");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent; set SONOLIST_DATA to the data folder";
    path_ = path.string();
  }
  std::string path_;
};

TEST_P(RealImages, IsReadAsItWasRecorded) {
  const RealImage& expected = GetParam();
  const SourceImage image = SourceImage::from_file(path_);
  EXPECT_EQ(image.rows(), expected.rows);
  EXPECT_EQ(image.cols(), expected.cols);
  EXPECT_EQ(image.frames(), expected.frames);
  const PixelBox box = image.analysis_box();
  EXPECT_EQ(box.row_begin, expected.analysis.row_begin);
  EXPECT_EQ(box.col_begin, expected.analysis.col_begin);
  EXPECT_EQ(box.row_end, expected.analysis.row_end);
  EXPECT_EQ(box.col_end, expected.analysis.col_end);
  const auto calibration = image.calibration_for(box);
  ASSERT_EQ(calibration.has_value(), expected.mm_per_col > 0.0);
  if (calibration) {
    EXPECT_NEAR(calibration->mm_per_col, expected.mm_per_col, 1e-5);
    EXPECT_NEAR(calibration->mm_per_row, expected.mm_per_row, 1e-5);
  }
  EXPECT_THAT(image.calibration_refusal(box), HasSubstr(expected.refusal));
}

TEST_P(RealImages, ColoursAndPlacesAreRight) {
  const RealImage& expected = GetParam();
  const SourceImage image = SourceImage::from_file(path_);
  const RgbFrame frame = image.frame(expected.colour_frame);
  const auto offset = (static_cast<std::size_t>(expected.colour_row) * static_cast<std::size_t>(frame.cols) +
                       static_cast<std::size_t>(expected.colour_col)) *
                      3;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(frame.pixels.at(offset + channel), expected.colour.at(channel), 1) << "channel " << channel;
  }
}

TEST_P(RealImages, EveryFrameDecodesByItself) {
  const SourceImage image = SourceImage::from_file(path_);
  for (int i = image.frames() - 1; i >= 0; --i) {
    const RgbFrame frame = image.frame(i);
    ASSERT_EQ(frame.pixels.size(), static_cast<std::size_t>(image.rows()) * static_cast<std::size_t>(image.cols()) * 3);
    EXPECT_GT(*std::max_element(frame.pixels.begin(), frame.pixels.end()), 100) << "frame " << i << " is dark";
  }
}

TEST_P(RealImages, JsonOfTheDataSetComesBack) {
  const auto dataset = read_part10(path_);
  const Json json = to_json(*dataset);
  EXPECT_EQ(to_json(*from_json(json)), json);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RealImages,
    ::testing::Values(
        RealImage{"elbow-ybr422", 555, 800, 1, {75, 184, 555, 800}, 0.0616, 0.0616, "", 0, 147, 772, {0, 255, 0}},
        RealImage{
            "curved-palette", 600, 800, 1, {60, 120, 519, 800}, 0.16509634, 0.16509634, "", 0, 89, 352, {22, 33, 45}},
        RealImage{"palette-two-regions",
                  600,
                  800,
                  1,
                  {60, 120, 519, 800},
                  0.26228788,
                  0.26228788,
                  "",
                  0,
                  96,
                  789,
                  {90, 205, 255}},
        RealImage{"jpeg-lossless-region",
                  768,
                  1024,
                  1,
                  {38, 14, 759, 1011},
                  0.25476697,
                  0.25476697,
                  "",
                  0,
                  26,
                  40,
                  {0, 0, 0}},
        RealImage{"echo-palette-rle-10frames",
                  430,
                  600,
                  10,
                  {0, 0, 430, 600},
                  0,
                  0,
                  "no Sequence",
                  9,
                  134,
                  302,
                  {26, 231, 141}},
        RealImage{"cine-jpeg-30frames",
                  240,
                  320,
                  30,
                  {0, 0, 240, 320},
                  0,
                  0,
                  "another image size",
                  29,
                  20,
                  190,
                  {73, 143, 119}},
        RealImage{"cine-anisotropic-34frames",
                  430,
                  480,
                  34,
                  {4, 42, 354, 439},
                  0.28571429,
                  0.22857143,
                  "",
                  33,
                  399,
                  184,
                  {4, 186, 86}}),
    [](const auto& test_case) {
      std::string name = test_case.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace sonolist::dicom
