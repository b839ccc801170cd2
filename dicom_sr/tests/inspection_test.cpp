#include "dicom_sr/tools/inspection.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/error.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Inspection : public testing::Test {
 protected:
  Inspection()
      : source_(cine()),
        masks_(test::segmentation_content(source_)),
        segmentation_(make_segmentation(source_, masks_)) {}

  static SourceImage cine() {
    test::SourceExample example;
    example.cine_frames = 2;
    return test::source_image(example);
  }

  SourceImage source_;
  SegmentationContent masks_;
  std::unique_ptr<DcmDataset> segmentation_;
};

TEST_F(Inspection, CountsThePixelsOfEverySegmentAndFrame) {
  const json found = inspect(*segmentation_);
  EXPECT_EQ(found["kind"], "SEG");
  EXPECT_EQ(found["source_sop_instance_uid"], source_.sop_instance_uid());
  ASSERT_EQ(found["segments"].size(), 2U);
  const json& second = found["segments"][1];
  EXPECT_EQ(second["label"], "Adductor magnus");
  ASSERT_EQ(second["frames"].size(), 2U);
  std::size_t expected = 0;
  for (const std::uint8_t value : masks_.frames[3].mask) expected += value;
  EXPECT_EQ(second["frames"][1]["source_frame"], 1);
  EXPECT_EQ(second["frames"][1]["pixels"], expected);
  EXPECT_EQ(second["pixels"], second["frames"][0]["pixels"].get<std::size_t>() + expected);
}

TEST_F(Inspection, NamesTypeImagesAndSideOfASegmentation) {
  masks_.segments[0].laterality = Code{"7771000", "SCT", "Left"};
  masks_.type = SegmentationType::kLabelMap;
  for (std::size_t i = 0; i < masks_.frames[2].mask.size(); ++i) {
    if (masks_.frames[0].mask[i] != 0) masks_.frames[2].mask[i] = 0;
    if (masks_.frames[1].mask[i] != 0) masks_.frames[3].mask[i] = 0;
  }
  const auto label_map = make_segmentation(source_, masks_);
  const json found = inspect(*label_map);
  EXPECT_EQ(found["segmentation_type"], "LABELMAP");
  EXPECT_EQ(found["images"], json::array({source_.sop_instance_uid()}));
  EXPECT_EQ(found["segments"][0]["laterality"]["meaning"], "Left");
  EXPECT_EQ(found["segments"][1]["frames"][1]["source_image"], 0);
  EXPECT_THAT(inspection_text(found), HasSubstr("LABELMAP segmentation"));
  EXPECT_THAT(inspection_text(found), HasSubstr("1 Femur (Femur, 71341001 SCT, Left): "));
}

TEST_F(Inspection, ListsTheMeasurementsOfAReport) {
  const auto report = make_report(source_, segmentation_.get(), test::report_content(source_, masks_));
  const json found = inspect(*report);
  EXPECT_EQ(found["kind"], "SR");
  ASSERT_EQ(found["groups"].size(), 4U);
  const json& group = found["groups"][3];
  EXPECT_EQ(group["tracking_uid"], masks_.segments[1].tracking_uid);
  EXPECT_EQ(group["segmentation_frame"], 4);
  EXPECT_EQ(group["source_frame"], 1);
  ASSERT_EQ(group["measurements"].size(), 3U);
  EXPECT_EQ(group["measurements"][0]["value"], 12.25);
  EXPECT_EQ(group["measurements"][0]["unit"]["value"], "mm2");
  EXPECT_EQ(group["contours"][0]["points"], 5);
  EXPECT_EQ(group["contours"][0]["source_frame"], 1);
  EXPECT_EQ(group["measurements"][1]["derivation"]["meaning"], "Mean");
  EXPECT_FALSE(group["measurements"][2].contains("value"));
  EXPECT_EQ(group["measurements"][2]["qualifier"]["meaning"], "Measurement failure");
}

TEST_F(Inspection, NeverShowsThePatient) {
  const auto report = make_report(source_, segmentation_.get(), test::report_content(source_, masks_));
  for (DcmDataset* dataset : {segmentation_.get(), report.get()}) {
    const json found = inspect(*dataset);
    for (const std::string& text : {found.dump(), inspection_text(found)}) {
      EXPECT_THAT(text, Not(HasSubstr("Test^Patient")));
      EXPECT_THAT(text, Not(HasSubstr("P-17")));
      EXPECT_THAT(text, Not(HasSubstr("19800102")));
    }
  }
}

TEST_F(Inspection, IsReadableText) {
  EXPECT_THAT(inspection_text(inspect(*segmentation_)), HasSubstr("1 Femur (Femur, 71341001 SCT): "));
  const auto report = make_report(source_, segmentation_.get(), test::report_content(source_, masks_));
  const std::string text = inspection_text(inspect(*report));
  EXPECT_THAT(text, HasSubstr("Area: 12.25 mm2"));
  EXPECT_THAT(text, HasSubstr("Depth: no value, Measurement failure"));
  EXPECT_THAT(text, HasSubstr("Result of the segmentation: At least one structure was found"));
}

TEST_F(Inspection, RefusesOtherObjects) {
  try {
    inspect(source_.dataset());
    FAIL() << "an ultrasound image was inspected";
  } catch (const DicomError& error) {
    EXPECT_THAT(error.what(), HasSubstr("US"));
  }
}

}  // namespace
}  // namespace sonolist::dicom
