#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/frame_planes.h"
#include "dicom_sr/image/source_image.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/tests/plane_source_example.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using test::as_source;
using test::item;
using test::mr_dataset;
using test::volume_dataset;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(MrImage, StatesItsPlaneAndSpacing) {
  const SourceImage image = as_source(*mr_dataset(1));
  EXPECT_EQ(image.kind(), SourceKind::kMagneticResonance);
  EXPECT_FALSE(image.is_multi_frame());
  EXPECT_THAT(image.plane(0).value().position, ElementsAre(testing::DoubleNear(15.6, 1e-9), -70.5, 80.25));
  EXPECT_THAT(image.plane(0).value().orientation, ElementsAre(0, 1, 0, 0, 0, -1));
  const auto calibration = image.calibration_for(image.analysis_box());
  ASSERT_TRUE(calibration);
  EXPECT_DOUBLE_EQ(calibration->mm_per_row, 0.6);
  EXPECT_DOUBLE_EQ(calibration->mm_per_col, 0.5);
  EXPECT_THAT(calibration->origin, HasSubstr("Pixel Spacing"));
}

TEST(MrImage, ShowsItsPixelsThroughTheWindowOfTheFile) {
  const auto dataset = mr_dataset();
  put_string(*dataset, DCM_WindowCenter, "30");
  put_string(*dataset, DCM_WindowWidth, "20");
  const RgbFrame frame = as_source(*dataset).frame(0);
  const auto grey = [&](std::size_t pixel) { return static_cast<int>(frame.pixels[3 * pixel]); };
  EXPECT_EQ(grey(10), 0);
  EXPECT_NEAR(grey(30), 128, 8);
  EXPECT_EQ(grey(50), 255);
}

TEST(MrImage, WindowsTheRescaledValues) {
  const auto dataset = mr_dataset();
  put_string(*dataset, DCM_RescaleSlope, "2");
  put_string(*dataset, DCM_RescaleIntercept, "100");
  put_string(*dataset, DCM_WindowCenter, "160");  // stored 30
  put_string(*dataset, DCM_WindowWidth, "40");
  const RgbFrame frame = as_source(*dataset).frame(0);
  EXPECT_EQ(frame.pixels[3 * 15], 0);
  EXPECT_NEAR(frame.pixels[3 * 30], 128, 8);
  EXPECT_EQ(frame.pixels[3 * 45], 255);
}

TEST(MrImage, SpreadsItsValuesWithoutAWindow) {
  const RgbFrame frame = as_source(*mr_dataset()).frame(0);
  EXPECT_EQ(frame.pixels.front(), 0);
  EXPECT_GE(frame.pixels.back(), 254);
}

TEST(UltrasoundVolume, StatesThePlaneOfEachFrame) {
  const SourceImage image = as_source(*volume_dataset(3));
  EXPECT_EQ(image.kind(), SourceKind::kUltrasoundVolume);
  EXPECT_TRUE(image.is_multi_frame());
  EXPECT_DOUBLE_EQ(image.plane(2).value().position[2], 0.6);
  EXPECT_DOUBLE_EQ(distance_along_normal(image.plane(2).value(), image.plane(0).value()), 0.6);
  EXPECT_DOUBLE_EQ(image.calibration_for(image.analysis_box()).value().mm_per_row, 0.2);
  EXPECT_THROW(image.plane(3), std::out_of_range);
}

TEST(UltrasoundVolume, IsNotCalibratedWhenFramesDiffer) {
  const auto dataset = volume_dataset(2);
  item(*dataset, DCM_SharedFunctionalGroupsSequence).findAndDeleteElement(DCM_PixelMeasuresSequence);
  for (const long frame : {0L, 1L}) {
    DcmItem& groups = item(*dataset, DCM_PerFrameFunctionalGroupsSequence, frame);
    put_string(add_item(groups, DCM_PixelMeasuresSequence), DCM_PixelSpacing, frame == 0 ? "0.2\\0.2" : "0.2\\0.3");
  }
  const SourceImage image = as_source(*dataset);
  EXPECT_FALSE(image.calibration_for(image.analysis_box()));
}

TEST(Ultrasound, HasNoPlaneWhateverItStates) {
  const auto dataset = test::source_dataset({});
  put_string(*dataset, DCM_ImagePositionPatient, "0\\0\\0");
  const SourceImage image = as_source(*dataset);
  EXPECT_EQ(image.kind(), SourceKind::kUltrasound);
  EXPECT_FALSE(image.plane(0));
  EXPECT_THROW(image.plane(1), std::out_of_range);
}

struct Damage {
  const char* name;
  bool volume;
  std::function<void(DcmDataset&)> spoil;
  const char* sentence_part;
};

class PlaneSourceRefuses : public testing::TestWithParam<Damage> {};

TEST_P(PlaneSourceRefuses, NamingTheAttribute) {
  const auto dataset = GetParam().volume ? volume_dataset() : mr_dataset();
  ASSERT_EQ(test::refusal(to_part10(*dataset)), "");
  GetParam().spoil(*dataset);
  EXPECT_THAT(test::refusal(to_part10(*dataset)), HasSubstr(GetParam().sentence_part));
}

INSTANTIATE_TEST_SUITE_P(
    Objects, PlaneSourceRefuses,
    testing::Values(
        Damage{"NoFrameOfReference", false, [](auto& d) { d.findAndDeleteElement(DCM_FrameOfReferenceUID); },
               "(0020,0052)"},
        Damage{"NoPosition", false, [](auto& d) { d.findAndDeleteElement(DCM_ImagePositionPatient); }, "(0020,0032)"},
        Damage{"HalfAPosition", false, [](auto& d) { put_string(d, DCM_ImagePositionPatient, "1\\2"); }, "(0020,0032)"},
        Damage{"NoOrientation", false, [](auto& d) { d.findAndDeleteElement(DCM_ImageOrientationPatient); },
               "(0020,0037)"},
        Damage{"SkewedOrientation", false,
               [](auto& d) { put_string(d, DCM_ImageOrientationPatient, "1\\0\\0\\0.5\\0.5\\0"); },
               "perpendicular directions"},
        Damage{"NoSpacing", false, [](auto& d) { d.findAndDeleteElement(DCM_PixelSpacing); }, "(0028,0030)"},
        Damage{"ZeroSpacing", false, [](auto& d) { put_string(d, DCM_PixelSpacing, "0\\1"); }, "not positive"},
        Damage{"Colour", false, [](auto& d) { put_string(d, DCM_PhotometricInterpretation, "PALETTE COLOR"); },
               "(0028,0004)"},
        Damage{"SeveralFrames", false,
               [](auto& d) {
                 put_string(d, DCM_NumberOfFrames, "2");
                 put_uint16(d, DCM_Rows, 4);
               },
               "(0028,0008)"},
        Damage{"NoVolumeGroups", true, [](auto& d) { d.findAndDeleteElement(DCM_PerFrameFunctionalGroupsSequence); },
               "(5200,9230)"},
        Damage{"NoVolumePosition", true,
               [](auto& d) {
                 item(d, DCM_PerFrameFunctionalGroupsSequence, 2).findAndDeleteElement(DCM_PlanePositionVolumeSequence);
               },
               "(0020,9301)"},
        Damage{"NoVolumeOrientation", true,
               [](auto& d) {
                 item(d, DCM_SharedFunctionalGroupsSequence).findAndDeleteElement(DCM_PlaneOrientationVolumeSequence);
               },
               "(0020,9302)"},
        Damage{"NoVolumeSpacing", true,
               [](auto& d) {
                 item(d, DCM_SharedFunctionalGroupsSequence).findAndDeleteElement(DCM_PixelMeasuresSequence);
               },
               "(0028,0030)"}),
    [](const auto& damage) { return damage.param.name; });

}  // namespace
}  // namespace sonolist::dicom
