#include "dicom_sr/workitem/output_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

std::string refusal(const OutputTexts& texts) {
  try {
    parse_output_options(texts);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kConfiguration);
    return error.what();
  }
  return "";
}

TEST(OutputOptions, ReadsEveryOption) {
  const OutputOptions options = parse_output_options({{"SegmentationType", "LABELMAP"},
                                                      {"Geometry", "strict"},
                                                      {"Compression", "rle"},
                                                      {"Language", "zh"},
                                                      {"Overlay", "yes"}});
  EXPECT_EQ(options.segmentation_type, SegmentationType::kLabelMap);
  EXPECT_EQ(options.geometry, Geometry::kStrict);
  EXPECT_EQ(options.compression, Compression::kRle);
  EXPECT_EQ(options.language, Language::kChinese);
  EXPECT_TRUE(options.overlay);
}

TEST(OutputOptions, WhatIsNotNamedKeepsItsDefault) {
  OutputOptions defaults;
  defaults.overlay = true;
  const OutputOptions options = parse_output_options({{"Geometry", "strict"}}, defaults);
  EXPECT_TRUE(options.overlay);
  EXPECT_EQ(options.segmentation_type, SegmentationType::kBinary);
}

TEST(OutputOptions, RefusalsNameTheOption) {
  EXPECT_THAT(refusal({{"Geometri", "strict"}}), HasSubstr("'Geometri'"));
  EXPECT_THAT(refusal({{"Geometry", "real"}}), HasSubstr("strict, viewer"));
  EXPECT_THAT(refusal({{"Compression", "rle"}}), HasSubstr("deflated"));
}

TEST(OutputOptions, DifferentObjectsHaveDifferentVariants) {
  std::set<std::string> segmentations, reports;
  for (const OutputTexts& texts :
       {OutputTexts{}, OutputTexts{{"SegmentationType", "FRACTIONAL"}}, OutputTexts{{"SegmentationType", "LABELMAP"}},
        OutputTexts{{"Geometry", "strict"}}, OutputTexts{{"Compression", "deflated"}},
        OutputTexts{{"SegmentationType", "LABELMAP"}, {"Compression", "rle"}}}) {
    segmentations.insert(segmentation_variant(parse_output_options(texts)));
    OutputTexts chinese = texts;
    chinese["Language"] = "zh";
    reports.insert(report_variant(parse_output_options(texts)));
    reports.insert(report_variant(parse_output_options(chinese)));
  }
  EXPECT_EQ(segmentations.size(), 6U);
  EXPECT_EQ(reports.size(), 12U);
  EXPECT_EQ(segmentation_variant({}), "") << "the UIDs of results with default options stay what they were";
}

}  // namespace
}  // namespace sonolist::dicom
