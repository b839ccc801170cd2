#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/agreement_report.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/validation/validator.h"

namespace sonolist::dicom {
namespace {

// Ours: femur, adductor magnus. The person's: femur with one pixel more, semitendinosus.
class AgreementReport : public testing::Test {
 protected:
  AgreementReport() : source_(test::source_image()) {
    SegmentationContent ours = test::segmentation_content(source_, 2);
    ours_ = from_part10(to_part10(*make_segmentation(source_, ours)));
    SegmentationContent theirs = test::segmentation_content(source_, 3);
    theirs.segments.erase(theirs.segments.begin() + 1);
    theirs.frames.erase(theirs.frames.begin() + 1);
    theirs.frames[1].segment_number = 2;
    theirs.frames[0].mask = ours.frames[0].mask;
    theirs.frames[0].mask[3] ^= 1;
    theirs.sop_instance_uid = "2.25.4001";
    theirs.series_instance_uid = "2.25.4002";
    theirs_ = from_part10(to_part10(*make_segmentation(source_, theirs)));
    content_.algorithm = ours.algorithm;
    content_.sop_instance_uid = "2.25.5001";
    content_.series_instance_uid = "2.25.5002";
    content_.series_number = 9003;
    content_.content_date = "20240501";
    content_.content_time = "101500";
    compare(GridSpacing{1.0, 0.1, 0.12});
  }

  void compare(const std::optional<GridSpacing>& spacing) {
    content_.agreement = compare_segmentations(read_segmentation(*ours_), read_segmentation(*theirs_),
                                               {{source_.sop_instance_uid(), 0}}, spacing);
  }

  std::unique_ptr<DcmDataset> report() {
    return from_part10(to_part10(*make_agreement_report({&source_}, *ours_, *theirs_, content_)));
  }

  SourceImage source_;
  std::unique_ptr<DcmDataset> ours_, theirs_;
  AgreementContent content_;
};

const ReadMeasurement* find(const ReadMeasurementGroup& group, const Code& concept) {
  for (const ReadMeasurement& measurement : group.measurements) {
    if (measurement.concept == concept) return &measurement;
  }
  return nullptr;
}

TEST_F(AgreementReport, HasOneGroupOfTid1501PerStructure) {
  const MeasurementReport read = read_measurement_report(*report());
  ASSERT_EQ(read.groups.size(), 3U);
  const ReadMeasurementGroup& femur = read.groups[0];
  EXPECT_EQ(femur.template_id, "1501");
  EXPECT_EQ(femur.finding->meaning, "Femur");
  EXPECT_EQ(femur.tracking_id, "Structure 1");
  EXPECT_EQ(femur.segmentation_uid, "2.25.2001");
  EXPECT_EQ(femur.segment_number, 1);
  ASSERT_EQ(femur.other_images.size(), 1U);
  EXPECT_EQ(femur.other_images[0].sop_instance_uid, "2.25.4001");
  EXPECT_EQ(femur.other_images[0].segment, 1);
  EXPECT_EQ(femur.contours.size(), 1U);  // OHIF opens no group without
  EXPECT_NEAR(find(femur, code::kDice)->value.value(), content_.agreement.structures[0].overlap.dice, 1e-4);
  EXPECT_EQ(find(femur, code::kIntersectionOverUnion)->unit, code::kNoUnits);
  EXPECT_EQ(find(femur, code::kHausdorff95)->unit, code::kMillimetre);
  EXPECT_EQ(find(femur, code::kAiPixels)->value, content_.agreement.structures[0].overlap.pixels_a);
  EXPECT_EQ(find(femur, code::kReferencePixels)->value, content_.agreement.structures[0].overlap.pixels_b);
}

TEST_F(AgreementReport, SaysWhatOnlyOneHas) {
  const MeasurementReport read = read_measurement_report(*report());
  EXPECT_EQ(find(read.groups[1], code::kHausdorff95), nullptr);
  EXPECT_EQ(find(read.groups[1], code::kDice)->value, 0.0);
  EXPECT_EQ(read.groups[2].segmentation_uid, "2.25.4001");
  const auto says = [&](const Code& concept, const std::string& meaning) {
    return std::any_of(read.evaluations.begin(), read.evaluations.end(), [&](const ReadEvaluation& evaluation) {
      return evaluation.concept == concept && evaluation.code && evaluation.code->meaning == meaning;
    });
  };
  EXPECT_TRUE(says(code::kOnlyInAi, "Adductor magnus"));
  EXPECT_TRUE(says(code::kOnlyInReference, "Semitendinosus"));
}

TEST_F(AgreementReport, MeasuresInPixelsWithoutCalibration) {
  compare(std::nullopt);
  EXPECT_EQ(find(read_measurement_report(*report()).groups[0], code::kHausdorff95)->unit, code::kPixels);
}

TEST_F(AgreementReport, IsAValidDocumentNamedAsWhatItIs) {
  const auto dataset = report();
  EXPECT_EQ(get_value(*dataset, DCM_SeriesDescription), "AI RESEARCH SIMULATED agreement anterior-sciatic 0.1.0");
  DSRDocument document;
  ASSERT_TRUE(document.read(*dataset).good());
  EXPECT_TRUE(document.isValid());
}

TEST_F(AgreementReport, PassesOurOwnRulesWithBothSegmentations) {
  Validator validator;
  validator.add("us", source_.dataset());
  validator.add("ours", *ours_);
  validator.add("theirs", *theirs_);
  validator.add("report", *report());
  for (const Finding& finding : validator.finish())
    ADD_FAILURE() << finding.object << " " << finding.attribute << " " << finding.sentence;
}

TEST_F(AgreementReport, SpeaksChinese) {
  content_.language = Language::kChinese;
  const MeasurementReport read = read_measurement_report(*report());
  EXPECT_EQ(find(read.groups[0], code::kDice)->concept.meaning, "Dice系数");
  EXPECT_EQ(read.groups[0].finding->meaning, "股骨");
}

TEST_F(AgreementReport, RefusesAnotherPatientStudyOrKindOfObject) {
  EXPECT_THROW(make_agreement_report({&source_}, *ours_, source_.dataset(), content_), DicomError);
  put_string(*theirs_, DCM_PatientID, "P-18");
  EXPECT_THROW(report(), DicomError);
  put_string(*theirs_, DCM_PatientID, "P-17");
  put_string(*theirs_, DCM_StudyInstanceUID, "2.25.99");
  EXPECT_THROW(report(), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
