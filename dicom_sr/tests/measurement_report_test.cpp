#include "dicom_sr/report/measurement_report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using testing::HasSubstr;

std::unique_ptr<DcmDataset> own_report() {
  test::SourceExample cine;
  cine.cine_frames = 2;
  const SourceImage source = test::source_image(cine);
  const SegmentationContent masks = test::segmentation_content(source);
  const auto segmentation = make_segmentation(source, masks);
  ReportContent content = test::report_content(source, masks);
  content.groups[0].laterality = code::kLeft;
  return from_part10(to_part10(*make_report(source, segmentation.get(), content)));
}

TEST(MeasurementReport, OfOurOwnIsReadCompletely) {
  const MeasurementReport report = read_measurement_report(*own_report());
  EXPECT_EQ(report.sop_instance_uid, "2.25.3001");
  EXPECT_EQ(report.completion, "COMPLETE");
  EXPECT_EQ(report.title, code::kImagingMeasurementReport);
  EXPECT_EQ(report.language, code::kEnglish);
  ASSERT_EQ(report.observers.size(), 1U);
  EXPECT_TRUE(report.observers[0].is_device);
  EXPECT_EQ(report.observers[0].name, "Anterior sciatic nerve block");
  EXPECT_EQ(report.observers[0].manufacturer, "Sonolist");
  EXPECT_EQ(report.observers[0].model, "anterior-sciatic 0.1.0");
  EXPECT_EQ(report.observers[0].serial_number, std::string(64, 'a'));
  EXPECT_FALSE(report.observers[0].uid.empty());
  EXPECT_EQ(report.algorithm->name, "anterior-sciatic");
  EXPECT_EQ(report.algorithm->version, "0.1.0");
  ASSERT_EQ(report.images.size(), 1U);
  EXPECT_EQ(report.images[0].modality->value, "US");
  ASSERT_EQ(report.groups.size(), 4U);
  const ReadMeasurementGroup& group = report.groups[1];
  EXPECT_EQ(group.template_id, "1410");
  EXPECT_EQ(group.tracking_id, "Structure 1");
  EXPECT_EQ(group.finding->value, "71341001");
  EXPECT_EQ(group.finding_site->meaning, "Thigh");
  EXPECT_EQ(group.segmentation_uid, "2.25.2001");
  EXPECT_EQ(group.segmentation_frame, 2);
  EXPECT_EQ(group.source_sop_instance_uid, "2.25.1001");
  EXPECT_EQ(group.source_frame, 2);
  EXPECT_EQ(group.skipped_items, 0);
  ASSERT_EQ(group.contours.size(), 1U);
  EXPECT_EQ(group.contours[0].graphic_type, "POLYLINE");
  EXPECT_EQ(group.contours[0].frame, 2);
  ASSERT_EQ(group.measurements.size(), 3U);
  EXPECT_EQ(group.measurements[0].unit, code::kSquareMillimetre);
  EXPECT_EQ(group.measurements[1].derivation, code::kMean);
  EXPECT_FALSE(group.measurements[2].value.has_value());
  EXPECT_EQ(group.measurements[2].qualifier, code::kMeasurementFailure);
  EXPECT_EQ(report.groups[0].laterality, code::kLeft);
  EXPECT_EQ(report.evidence.size(), 2U);
  EXPECT_EQ(report.references.size(), 2U);
  EXPECT_FALSE(report.evaluations.empty());
}

// A report as others write it, item by item.
class ForeignReport : public testing::Test {
 protected:
  ForeignReport() {
    put_string(dataset_, DCM_SOPClassUID, UID_EnhancedSRStorage);
    put_string(dataset_, DCM_SOPInstanceUID, "1.2.3");
    put_string(dataset_, DCM_ValueType, "CONTAINER");
    put_code(dataset_, DCM_ConceptNameCodeSequence, code::kImagingMeasurementReport);
    measurements_ = &add(dataset_, "CONTAINS", "CONTAINER", code::kImagingMeasurements);
    group_ = &add(*measurements_, "CONTAINS", "CONTAINER", code::kMeasurementGroup);
  }

  static DcmItem& add(DcmItem& parent, const char* relation, const char* type, const std::optional<Code>& concept) {
    DcmItem& item = add_item(parent, DCM_ContentSequence);
    put_string(item, DCM_RelationshipType, relation);
    put_string(item, DCM_ValueType, type);
    if (concept) put_code(item, DCM_ConceptNameCodeSequence, *concept);
    return item;
  }

  static void refer(DcmItem& item, const char* sop_class, const char* uid) {
    DcmItem& reference = add_item(item, DCM_ReferencedSOPSequence);
    put_string(reference, DCM_ReferencedSOPClassUID, sop_class);
    put_string(reference, DCM_ReferencedSOPInstanceUID, uid);
  }

  DcmItem& add_number(const char* value) {
    DcmItem& number = add(*group_, "CONTAINS", "NUM", code::kArea);
    DcmItem& measured = add_item(number, DCM_MeasuredValueSequence);
    put_string(measured, DCM_NumericValue, value);
    put_code(measured, DCM_MeasurementUnitsCodeSequence, code::kSquareMillimetre);
    return number;
  }

  std::string refusal() {
    try {
      read_measurement_report(dataset_);
    } catch (const DicomError& error) {
      EXPECT_EQ(error.error_class(), ErrorClass::kInput);
      return error.what();
    }
    return "";
  }

  DcmDataset dataset_;
  DcmItem* measurements_ = nullptr;
  DcmItem* group_ = nullptr;
};

TEST_F(ForeignReport, OfDcmqiNamesASegmentAndItsSeries) {
  DcmItem& segment = add(*group_, "CONTAINS", "IMAGE", code::kReferencedSegment);
  refer(segment, UID_SegmentationStorage, "1.2.9");
  put_uint16(test::item(segment, DCM_ReferencedSOPSequence), DCM_ReferencedSegmentNumber, 2);
  put_string(add(*group_, "CONTAINS", "UIDREF", code::kSourceSeriesForSegmentation), DCM_UID, "1.2.8");
  DcmItem& site = add(*group_, "HAS CONCEPT MOD", "CODE", Code{"G-C0E3", "SRT", "Finding Site"});
  put_code(site, DCM_ConceptCodeSequence, {"T-A0500", "SRT", "Nerve"});
  DcmItem& side = add(site, "HAS CONCEPT MOD", "CODE", Code{"G-C171", "SRT", "Laterality"});
  put_code(side, DCM_ConceptCodeSequence, code::kRight);
  add_number("17.5");
  const MeasurementReport report = read_measurement_report(dataset_);
  const ReadMeasurementGroup& group = report.groups.at(0);
  EXPECT_EQ(group.segment_number, 2);
  EXPECT_EQ(group.source_series_uid, "1.2.8");
  EXPECT_EQ(group.finding_site->value, "T-A0500");
  EXPECT_EQ(group.laterality, code::kRight);
  EXPECT_EQ(group.measurements.at(0).value, 17.5);
  EXPECT_TRUE(report.observers.empty());
  EXPECT_FALSE(report.language.has_value());
}

TEST_F(ForeignReport, OfDcmjsHasCoordinatesBelowTheNumber) {
  DcmItem& number = add_number("3");
  DcmItem& contour = add(number, "INFERRED FROM", "SCOORD", std::nullopt);
  put_string(contour, DCM_GraphicType, "POLYLINE");
  const Float32 points[] = {1.5F, 2.0F, 3.0F, 4.0F};
  contour.putAndInsertFloat32Array(DCM_GraphicData, points, 4);
  refer(add(contour, "SELECTED FROM", "IMAGE", std::nullopt), UID_UltrasoundImageStorage, "1.2.7");
  const ReadMeasurementGroup group = read_measurement_report(dataset_).groups.at(0);
  ASSERT_EQ(group.contours.size(), 1U);
  EXPECT_THAT(group.contours[0].coordinates, testing::ElementsAre(1.5F, 2.0F, 3.0F, 4.0F));
  EXPECT_EQ(group.contours[0].sop_instance_uid, "1.2.7");
}

TEST_F(ForeignReport, OfHighdicomHasARegionInTheGroupAndTheAlgorithmBesideIt) {
  DcmItem& region = add(*group_, "CONTAINS", "SCOORD", code::kImageRegion);
  put_string(region, DCM_GraphicType, "POINT");
  put_string(add(*group_, "HAS CONCEPT MOD", "TEXT", code::kAlgorithmName), DCM_TextValue, "net");
  put_string(add(*group_, "HAS CONCEPT MOD", "TEXT", code::kAlgorithmVersion), DCM_TextValue, "2");
  DcmItem& evaluation = add(*group_, "CONTAINS", "CODE", Code{"RID1", "RADLEX", "Quality"});
  put_code(evaluation, DCM_ConceptCodeSequence, {"RID2", "RADLEX", "Good"});
  add(*group_, "CONTAINS", "WAVEFORM", std::nullopt);
  add_number("1");
  const MeasurementReport report = read_measurement_report(dataset_);
  const ReadMeasurementGroup& group = report.groups.at(0);
  EXPECT_EQ(group.contours.at(0).graphic_type, "POINT");
  EXPECT_EQ(group.measurements.at(0).algorithm.name, "net");
  EXPECT_EQ(report.algorithm->version, "2");
  EXPECT_EQ(group.evaluations.at(0).text, "Good");
  EXPECT_EQ(group.skipped_items, 1);
}

TEST_F(ForeignReport, KeepsCountOfSectionsThatItDoesNotRead) {
  add(dataset_, "CONTAINS", "CONTAINER", Code{"126011", "DCM", "Derived Imaging Measurements"});
  EXPECT_EQ(read_measurement_report(dataset_).skipped_containers, 1);
}

TEST_F(ForeignReport, IsReadInItsCharacterSet) {
  put_string(dataset_, DCM_SpecificCharacterSet, "GB18030");
  // The second byte of the first character is a backslash.
  put_string(add(*group_, "HAS OBS CONTEXT", "TEXT", code::kTrackingIdentifier), DCM_TextValue, "\x81\x5C\xD0\xA1");
  put_code(add(*group_, "CONTAINS", "CODE", code::kFinding), DCM_ConceptCodeSequence, {"1", "99X", "\x81\x5C"});
  const ReadMeasurementGroup group = read_measurement_report(dataset_).groups.at(0);
  EXPECT_EQ(group.tracking_id, "乗小");
  EXPECT_EQ(group.finding->meaning, "乗");
}

TEST_F(ForeignReport, WithoutAMandatoryPartIsRefusedByItsName) {
  add(*group_, "CONTAINS", "NUM", std::nullopt);
  EXPECT_THAT(refusal(), HasSubstr("Concept Name Code Sequence (0040,A043) of a NUM"));
  put_code(*measurements_, DCM_ConceptNameCodeSequence, code::kImageLibrary);
  EXPECT_THAT(refusal(), HasSubstr("Imaging Measurements (126010,DCM)"));
  put_code(dataset_, DCM_ConceptNameCodeSequence, {"121070", "DCM", "Findings"});
  EXPECT_THAT(refusal(), HasSubstr("no Measurement Report"));
  dataset_.findAndDeleteElement(DCM_ConceptNameCodeSequence);
  EXPECT_THAT(refusal(), HasSubstr("title"));
  dataset_.findAndDeleteElement(DCM_ContentSequence);
  EXPECT_THAT(refusal(), HasSubstr("Content Sequence (0040,A730)"));
  dataset_.findAndDeleteElement(DCM_SOPInstanceUID);
  EXPECT_THAT(refusal(), HasSubstr("SOP Instance UID (0008,0018)"));
  dataset_.findAndDeleteElement(DCM_SOPClassUID);
  EXPECT_THAT(refusal(), HasSubstr("SOP Class UID (0008,0016)"));
}

TEST_F(ForeignReport, OfAnyDepthIsRefusedAndNotFollowed) {
  DcmItem* level = group_;
  for (int i = 0; i < 1000; ++i) level = &add(*level, "CONTAINS", "CONTAINER", code::kMeasurementGroup);
  EXPECT_THAT(refusal(), HasSubstr("nested too deeply"));
}

TEST_F(ForeignReport, OfManyItemsTakesTimeInProportion) {
  const auto start = std::chrono::steady_clock::now();
  auto sequence = std::make_unique<DcmSequenceOfItems>(DCM_ContentSequence);
  for (int i = 0; i < 60000; ++i) {
    auto item = std::make_unique<DcmItem>();
    put_string(*item, DCM_ValueType, "TEXT");
    sequence->append(item.release());
  }
  group_->insert(sequence.release(), OFTrue);
  EXPECT_EQ(read_measurement_report(dataset_).groups.at(0).skipped_items, 60000);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(ForeignReport, WithValuesOfNonsenseIsReadAsItIs) {
  add_number("not a number");
  DcmItem& image = add(*group_, "CONTAINS", "IMAGE", code::kReferencedSegmentationFrame);
  refer(image, "x", "");
  put_string(test::item(image, DCM_ReferencedSOPSequence), DCM_ReferencedFrameNumber, "-5");
  add_item(*group_, DCM_ContentSequence);
  dataset_.insertEmptyElement(DCM_CurrentRequestedProcedureEvidenceSequence);
  const MeasurementReport report = read_measurement_report(dataset_);
  EXPECT_FALSE(report.groups.at(0).measurements.at(0).value.has_value());
  EXPECT_EQ(report.groups.at(0).segmentation_frame, -5);
  EXPECT_EQ(report.groups.at(0).skipped_items, 1);
}

}  // namespace
}  // namespace sonolist::dicom
