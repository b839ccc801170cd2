#include "dicom_sr/image/ultrasound_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::vector<RgbFrame>& frames, const UltrasoundOptions& options) {
  try {
    make_ultrasound(frames, options);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

TEST(MakeUltrasound, AStillHasNoFrameAttributes) {
  const Json json = to_json(*test::example_ultrasound());
  EXPECT_EQ(get_string(json, "00080016"), UID_UltrasoundImageStorage);
  EXPECT_FALSE(has_attribute(json, "00280008"));
  EXPECT_FALSE(has_attribute(json, "00181063"));
}

TEST(MakeUltrasound, ACineSaysItsFrameTime) {
  UltrasoundOptions one_frame_cine;
  one_frame_cine.frame_time_ms = 33.3;
  const Json json = to_json(*test::example_ultrasound(one_frame_cine));
  EXPECT_EQ(get_string(json, "00080016"), UID_UltrasoundMultiframeImageStorage);
  EXPECT_EQ(json["00280008"]["Value"][0], 1);
  EXPECT_EQ(json["00181063"]["Value"][0], 33.3);
  EXPECT_EQ(get_string(json, "00280009"), "00181063");
  EXPECT_EQ(to_json(*test::example_ultrasound({}, 2))["00181063"]["Value"][0], 50.0);
}

TEST(MakeUltrasound, UidsFollowFromTheInputUnlessGiven) {
  const Json first = to_json(*test::example_ultrasound());
  EXPECT_EQ(first, to_json(*test::example_ultrasound()));
  UltrasoundOptions other_patient;
  other_patient.patient_id = "P2";
  EXPECT_NE(get_string(to_json(*test::example_ultrasound(other_patient)), "0020000D"), get_string(first, "0020000D"));
  UltrasoundOptions given;
  given.sop_instance_uid = "1.2.3";
  EXPECT_EQ(get_string(to_json(*test::example_ultrasound(given)), "00080018"), "1.2.3");
}

TEST(MakeUltrasound, WithoutMillimetresTheRegionHasNoUnits) {
  const Json region = get_items(to_json(*test::example_ultrasound()), "00186011").at(0);
  EXPECT_EQ(region["00186024"]["Value"][0], 0);
  EXPECT_EQ(region["00186018"]["Value"][0], 0);
  EXPECT_EQ(region["0018601C"]["Value"][0], 29);
}

TEST(MakeUltrasound, RefusesWrongInput) {
  const RgbFrame grey = test::example_frame(4, 6, 1, false);
  EXPECT_THAT(refusal({}, {}), HasSubstr("no frame"));
  EXPECT_THAT(refusal({RgbFrame{0, 0, {}}}, {}), HasSubstr("rows"));
  EXPECT_THAT(refusal({grey, test::example_frame(5, 6, 1, false)}, {}), HasSubstr("frame 2"));
  EXPECT_THAT(refusal({test::example_frame(4, 6, 1, true)}, {}), HasSubstr("colour"));
  RgbFrame torn = grey;
  torn.pixels.pop_back();
  EXPECT_THAT(refusal({torn}, {}), HasSubstr("size"));
  UltrasoundOptions options;
  options.region = {0, 0, 5, 6};
  EXPECT_THAT(refusal({grey}, options), HasSubstr("region"));
  options = {};
  options.mm_per_pixel = -0.1;
  EXPECT_THAT(refusal({grey}, options), HasSubstr("millimetres"));
  options = {};
  options.frame_time_ms = -1;
  EXPECT_THAT(refusal({grey}, options), HasSubstr("frame time"));
  options = {};
  options.series_instance_uid = "1.02";
  EXPECT_THAT(refusal({grey}, options), HasSubstr("1.02"));
}

// What the validator of dicom3tools says about stills and cines, grey and colour.
TEST(MakeUltrasound, IsValidForDciodvfy) {
  if (std::system("command -v dciodvfy >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "dciodvfy (dicom3tools) is not installed";
  for (const int frames : {1, 3}) {
    for (const Photometric photometric : {Photometric::kMonochrome2, Photometric::kRgb}) {
      const test::TemporaryFolder folder;
      UltrasoundOptions options;
      options.patient_name = "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89";
      options.patient_id = "P1";
      options.content_date = "20250102";
      options.content_time = "030405";
      options.mm_per_pixel = 0.2;
      options.photometric = photometric;
      write_part10(*test::example_ultrasound(options, frames), folder.path("a.dcm"));
      const std::string command = "dciodvfy " + folder.path("a.dcm") + " 2>&1 | grep '^Error'";
      EXPECT_NE(std::system(command.c_str()), 0) << "errors are printed above";
    }
  }
}

}  // namespace
}  // namespace sonolist::dicom
