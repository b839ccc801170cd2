#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/codes/structures.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "processor/error.h"
#include "processor/pipeline/measurement_items.h"
#include "processor/pipeline/one_image.h"
#include "processor/pipeline/private_codes.h"
#include "processor/pipeline/result_builder.h"
#include "processor/tests/example_source.h"
#include "processor/tests/fake_predictor.h"

namespace sonolist::processor {
namespace {

namespace code = dicom::code;
using testing::HasSubstr;

bool in_rectangle(int row, int col, int top, int left, int height, int width) {
  return row >= top && row < top + height && col >= left && col < left + width;
}

// Nerve 10 rows x 20 columns, artery 6 x 6, no bone; a patch of nerve brightness outside the region.
std::uint8_t nerve_and_artery(int, int row, int col) {
  if (in_rectangle(row, col, 20, 20, 10, 20)) return 120;
  if (in_rectangle(row, col, 20, 50, 6, 6)) return 130;
  if (in_rectangle(row, col, 0, 0, 5, 5)) return 120;
  return 50;
}

class Pipeline : public testing::Test {
 protected:
  Pipeline() { example_.grey = nerve_and_artery; }

  void make_engine(model::Manifest manifest = fake_manifest(), int batch_frames = 4) {
    std::vector<std::unique_ptr<model::Predictor>> predictors;
    predictors.push_back(std::make_unique<FakePredictor>(std::move(manifest)));
    engine_ = std::make_unique<InferenceEngine>(std::move(predictors), EngineLimits{batch_frames});
  }
  const model::Manifest& manifest() const { return *engine_->manifests().front(); }
  dicom::SourceImage source() const { return dicom::SourceImage::from_bytes(make_source_file(example_)); }
  ImageAnalysis analyse(const dicom::SourceImage& image) {
    if (!engine_) make_engine();
    return analyse_image(
        image, *engine_, manifest(), {}, [](double) {}, times_);
  }
  ResultContent build(const dicom::SourceImage& image) {
    const ImageAnalysis analysis = analyse(image);
    return build_result(image, manifest(), analysis, {}, {"20260102", "030405"});
  }

  ExampleSource example_;
  std::unique_ptr<InferenceEngine> engine_;
  StageTimes times_;
};

const dicom::Measurement& find(const dicom::MeasurementGroup& group, const dicom::Code& name,
                               const std::optional<dicom::Code>& derivation = std::nullopt) {
  for (const dicom::Measurement& one : group.measurements) {
    const bool same_derivation =
        one.derivation.has_value() == derivation.has_value() && (!derivation || *one.derivation == *derivation);
    if (one.concept == name && same_derivation) return one;
  }
  throw std::out_of_range("no measurement " + name.meaning);
}

TEST_F(Pipeline, AnalysesInsideTheRegionInMillimetres) {
  const auto image = source();
  const ImageAnalysis analysis = analyse(image);
  ASSERT_EQ(analysis.frames.size(), 1U);
  ASSERT_EQ(analysis.frames[0].structures.size(), 2U);
  const StructureMeasurements& nerve = analysis.frames[0].structures[0];
  EXPECT_EQ(nerve.label, 2);
  EXPECT_EQ(nerve.pixel_count, 200);  // nothing of the patch outside the region
  EXPECT_NEAR(nerve.area, 200 * 0.2 * 0.1, 1e-9);
  EXPECT_NEAR(nerve.nearest_depth, (20 - 10) * 0.1, 1e-9);
  EXPECT_NEAR(nerve.mean_probability, 0.75, 1e-6);
  ASSERT_EQ(analysis.frames[0].distances.size(), 1U);
  EXPECT_NEAR(analysis.frames[0].distances[0].value, (50 - 39) * 0.2, 1e-9);
}

TEST_F(Pipeline, WholeImageRegionPolicy) {
  model::Manifest whole = fake_manifest();
  whole.input.region = "whole_image";
  make_engine(whole);
  const auto image = source();
  EXPECT_EQ(analyse(image).frames[0].structures[0].pixel_count, 225);
}

TEST_F(Pipeline, CheckpointEndsACine) {
  example_.multi_frame = true;
  example_.frames = 6;
  make_engine(fake_manifest(), 2);
  const auto image = source();
  std::vector<double> done;
  const auto stop_at_half = [&](double part) {
    done.push_back(part);
    if (part >= 0.5) throw std::runtime_error("stop");
  };
  EXPECT_THROW(analyse_image(image, *engine_, manifest(), {}, stop_at_half, times_), std::runtime_error);
  EXPECT_THAT(done, testing::ElementsAre(0.0, testing::DoubleNear(1.0 / 3, 1e-9), testing::DoubleNear(2.0 / 3, 1e-9)));
}

TEST_F(Pipeline, ContentOfAStill) {
  const auto image = source();
  const ResultContent content = build(image);
  ASSERT_TRUE(content.segmentation);
  ASSERT_EQ(content.segmentation->segments.size(), 2U);
  EXPECT_EQ(content.segmentation->segments[0].label, "Sciatic nerve");
  EXPECT_EQ(content.segmentation->segments[1].label, "Femoral artery");
  ASSERT_EQ(content.segmentation->frames.size(), 2U);
  EXPECT_EQ(std::count(content.segmentation->frames[0].mask.begin(), content.segmentation->frames[0].mask.end(), 1),
            200);
  EXPECT_EQ(content.segmentation->series_number, 351);
  EXPECT_EQ(content.report.series_number, 352);
  EXPECT_THAT(content.report.structures_not_found, testing::ElementsAre(dicom::find_structure("femur")->type));
  ASSERT_EQ(content.report.groups.size(), 2U);
  const dicom::MeasurementGroup& nerve = content.report.groups[0];
  EXPECT_EQ(nerve.tracking_uid, content.segmentation->segments[0].tracking_uid);
  EXPECT_EQ(nerve.tracking_id, content.segmentation->segments[0].tracking_id);
  EXPECT_EQ(nerve.finding.value, "19034");
  EXPECT_GE(nerve.contour.size(), 3U);
  EXPECT_EQ(nerve.measurements.front().concept, code::kArea);
  EXPECT_EQ(nerve.measurements.front().unit, code::kSquareMillimetre);
  EXPECT_NEAR(nerve.measurements.front().value.value(), 4.0, 1e-9);
  EXPECT_NEAR(find(nerve, code::kPerimeter).value.value(), 2 * (20 * 0.2 + 10 * 0.1), 1e-9);
  EXPECT_NEAR(find(nerve, code::kDepth, code::kMinimum).value.value(), 1.0, 1e-9);
  EXPECT_NEAR(find(nerve, code::kDepth, code::kMean).value.value(), 1.45, 1e-9);
  EXPECT_NEAR(find(nerve, code::kEchogenicity, code::kMean).value.value(), 120.0, 1e-9);
  EXPECT_EQ(find(nerve, kNumberOfParts).value, 1.0);
  EXPECT_NEAR(find(nerve, code::kDistance, code::kMinimum).value.value(), 2.2, 1e-9);
  EXPECT_THAT(nerve.texts.front().second, HasSubstr("Femoral artery"));
  EXPECT_THROW(find(content.report.groups[1], code::kDistance, code::kMinimum), std::out_of_range);
  EXPECT_THAT(content.report.image_texts.front().second, HasSubstr("Spatial calibration: present"));
}

TEST_F(Pipeline, UncalibratedIsInPixelsAndSaysWhy) {
  example_.calibrated = false;
  const auto image = source();
  const ResultContent content = build(image);
  const dicom::MeasurementGroup& nerve = content.report.groups.at(0);
  EXPECT_EQ(nerve.measurements.front().unit, code::kPixels);
  EXPECT_EQ(nerve.measurements.front().value, 200.0);
  EXPECT_EQ(find(nerve, code::kPerimeter).unit, code::kPixels);
  EXPECT_EQ(find(nerve, code::kPerimeter).value, 60.0);
  EXPECT_THAT(content.report.image_texts.front().second,
              testing::AllOf(HasSubstr("Spatial calibration: absent ("), HasSubstr(")")));
}

TEST_F(Pipeline, CineIsMeasuredWhereTheAreaIsLargest) {
  example_.multi_frame = true;
  example_.frames = 5;
  // The nerve is on frames 1..4 and largest on 3; the artery is on frame 0 only.
  example_.grey = [](int frame, int row, int col) {
    const int widths[] = {0, 10, 12, 20, 11};
    if (in_rectangle(row, col, 20, 20, 5, widths[frame])) return std::uint8_t{120};
    if (frame == 0 && in_rectangle(row, col, 30, 50, 4, 4)) return std::uint8_t{130};
    return std::uint8_t{50};
  };
  make_engine(fake_manifest(), 2);
  const auto image = source();
  const ResultContent content = build(image);
  ASSERT_EQ(content.report.groups.size(), 2U);
  const dicom::MeasurementGroup& nerve = content.report.groups[0];
  EXPECT_EQ(nerve.segment_number, 1);
  EXPECT_EQ(nerve.source_frame, 3);
  EXPECT_EQ(nerve.segmentation_frame, 3);  // of frames 1, 2, 3, 4
  EXPECT_NEAR(nerve.measurements.front().value.value(), 100 * 0.02, 1e-9);
  EXPECT_THAT(nerve.texts.front().second, HasSubstr("Frame 4 of 5: largest area; found on 4 frames"));
  const dicom::MeasurementGroup& artery = content.report.groups[1];
  EXPECT_EQ(artery.segment_number, 2);
  EXPECT_EQ(artery.source_frame, 0);
  EXPECT_EQ(artery.segmentation_frame, 5);  // behind the four of the nerve
  ASSERT_EQ(content.segmentation->frames.size(), 5U);
}

TEST_F(Pipeline, NothingFoundIsAReportWithoutASegmentation) {
  example_.grey = [](int, int, int) { return std::uint8_t{50}; };
  const auto image = source();
  const ResultContent content = build(image);
  EXPECT_FALSE(content.segmentation);
  EXPECT_TRUE(content.report.groups.empty());
  EXPECT_THAT(content.report.structures_not_found,
              testing::ElementsAre(dicom::find_structure("femur")->type, dicom::find_structure("sciatic_nerve")->type,
                                   dicom::find_structure("femoral_artery")->type));
}

TEST_F(Pipeline, UidsFollowFromImageAndModel) {
  const auto image = source();
  const ResultContent once = build(image);
  const ResultContent again = build(image);
  EXPECT_EQ(once.segmentation->sop_instance_uid, again.segmentation->sop_instance_uid);
  EXPECT_EQ(once.report.sop_instance_uid, again.report.sop_instance_uid);
  EXPECT_EQ(once.segmentation->sop_instance_uid,
            dicom::deterministic_uid("seg|1.2.826.0.1.3680043.10.1.3|fake|1.0.0|" + std::string(64, 'a') + "|" +
                                     model::settings_sha256(fake_manifest())));
  EXPECT_EQ(once.report.algorithm.settings_sha256, model::settings_sha256(fake_manifest()));
  const std::set<std::string> all = {once.segmentation->sop_instance_uid, once.segmentation->series_instance_uid,
                                     once.report.sop_instance_uid,        once.report.series_instance_uid,
                                     once.report.groups[0].tracking_uid,  once.report.groups[1].tracking_uid};
  EXPECT_EQ(all.size(), 6U);
  model::Manifest newer = fake_manifest();
  newer.version = "1.0.1";
  EXPECT_NE(result_identity(image, newer, {}).segmentation_uid, once.segmentation->sop_instance_uid);
  // As a site may change it in model.json, without another version.
  model::Manifest faster = fake_manifest();
  faster.test_time.scales = {0.75};
  EXPECT_NE(result_identity(image, faster, {}).segmentation_uid, once.segmentation->sop_instance_uid);
}

TEST_F(Pipeline, ObjectsHoldTheMasksBitForBit) {
  example_.rows = 61;  // 61 x 83 is no multiple of 8
  example_.cols = 83;
  example_.multi_frame = true;
  example_.frames = 3;
  make_engine();
  const auto image = source();
  const ImageResult result = process_image(
      image, *engine_, {manifest(), {}}, [](double) {}, times_);
  ASSERT_EQ(result.objects.size(), 2U);
  const auto dataset = dicom::from_part10(result.objects[0].file);
  const dicom::ReadSegmentation read = dicom::read_segmentation(*dataset);
  EXPECT_EQ(read.sop_instance_uid, result.objects[0].sop_instance_uid);
  EXPECT_EQ(read.source_sop_instance_uid, image.sop_instance_uid());
  ASSERT_EQ(read.frames.size(), 6U);
  for (const dicom::SegmentFrame& frame : read.frames) {
    const int label = frame.segment_number == 1 ? 2 : 3;
    const std::vector<std::uint8_t>& labels = result.analysis.frames[frame.source_frame].labels;
    for (std::size_t i = 0; i < labels.size(); ++i) ASSERT_EQ(frame.mask[i] != 0, labels[i] == label) << i;
  }
  const auto report = dicom::from_part10(result.objects[1].file);
  OFString class_uid;
  report->findAndGetOFString(DCM_SOPClassUID, class_uid);
  EXPECT_EQ(class_uid, UID_Comprehensive3DSRStorage);
  std::vector<std::string> stages;
  for (const auto& [stage, milliseconds] : times_.milliseconds()) stages.push_back(stage);
  EXPECT_THAT(stages, testing::ElementsAre("decode", "infer", "measure", "network", "encode"));
}

TEST_F(Pipeline, OptionsChooseTheFormAndTheUids) {
  make_engine();
  example_.multi_frame = true;
  example_.frames = 2;
  const auto image = source();
  std::set<std::string> uids;
  for (const char* type : {"BINARY", "FRACTIONAL", "LABELMAP"}) {
    const auto outputs = dicom::parse_output_options({{"SegmentationType", type}, {"Compression", "deflated"}});
    const ImageResult result = process_image(
        image, *engine_, {manifest(), outputs}, [](double) {}, times_);
    const auto dataset = dicom::from_part10(result.objects.at(0).file);
    const dicom::ReadSegmentation read = dicom::read_segmentation(*dataset);
    EXPECT_EQ(read.type, outputs.segmentation_type);
    EXPECT_EQ(result.objects[0].sop_class_uid, read.sop_class_uid);
    EXPECT_EQ(dataset->getOriginalXfer(), EXS_DeflatedLittleEndianExplicit);
    ASSERT_EQ(read.frames.size(), 4U);
    const auto& nerve = read.frames[0].mask;
    const auto value = static_cast<std::uint8_t>(outputs.segmentation_type == dicom::SegmentationType::kFractional
                                                     ? 191  // 0.75 of 255
                                                     : 1);
    EXPECT_EQ(std::count(nerve.begin(), nerve.end(), value), 200) << type;
    uids.insert({result.objects[0].sop_instance_uid, result.objects[1].sop_instance_uid});
  }
  EXPECT_EQ(uids.size(), 6U) << "objects of different content never share a UID";
}

TEST_F(Pipeline, OverlayShowsTheRegionOnly) {
  make_engine();
  const auto image = source();
  const auto outputs = dicom::parse_output_options({{"Overlay", "yes"}});
  const ImageResult result = process_image(
      image, *engine_, {manifest(), outputs}, [](double) {}, times_);
  ASSERT_EQ(result.objects.size(), 3U);
  EXPECT_EQ(result.objects[2].sop_class_uid, UID_SecondaryCaptureImageStorage);
  const auto dataset = dicom::from_part10(result.objects[2].file);
  Uint16 rows = 0;
  Uint16 cols = 0;
  dataset->findAndGetUint16(DCM_Rows, rows);
  dataset->findAndGetUint16(DCM_Columns, cols);
  EXPECT_EQ(rows, example_.region_rows);
  EXPECT_EQ(cols, example_.region_cols);
}

TEST_F(Pipeline, NoOverlayWhereBurnedInTextCannotBeCutOff) {
  example_.region_rows = 0;
  make_engine();
  const auto image = source();
  const auto outputs = dicom::parse_output_options({{"Overlay", "yes"}});
  const ImageResult result = process_image(
      image, *engine_, {manifest(), outputs}, [](double) {}, times_);
  ASSERT_EQ(result.objects.size(), 2U);
  const std::string report(result.objects[1].file.begin(), result.objects[1].file.end());
  EXPECT_THAT(report, HasSubstr("No overlay picture"));
}

TEST_F(Pipeline, ManifestChoosesTheMeasurements) {
  model::Manifest few = fake_manifest();
  few.measurements = {"depth", "parts"};
  const StructureMeasurements structure;
  const auto items = measurement_items(structure, {{2, 3, 1.5}}, true, few);
  ASSERT_EQ(items.size(), 4U);  // area always
  EXPECT_EQ(items[0].concept, code::kArea);
  EXPECT_EQ(items[3].concept, kNumberOfParts);
}

TEST(MeasurementItems, EchogenicityOfAllColourIsMissing) {
  StructureMeasurements structure;
  structure.echogenicity_pixels = 0;
  for (const dicom::Measurement& one : measurement_items(structure, {}, true, fake_manifest())) {
    if (one.concept != code::kEchogenicity) continue;
    EXPECT_FALSE(one.value);
    EXPECT_EQ(one.missing.value(), code::kMeasurementFailure);
  }
}

TEST(MeasurementItems, UnknownNameIsRefused) {
  model::Manifest manifest = fake_manifest();
  EXPECT_NO_THROW(check_measurement_names(manifest));
  manifest.measurements = {"area", "girth"};
  try {
    check_measurement_names(manifest);
    FAIL();
  } catch (const ProcessorError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'girth'"));
  }
}

TEST(ResultIdentity, SeriesNumbersStayInAnIntegerString) {
  EXPECT_EQ(segmentation_series_number(7), 751);
  EXPECT_EQ(report_series_number(7), 752);
  EXPECT_EQ(segmentation_series_number(0), 51);
  EXPECT_EQ(segmentation_series_number(-3), 51);
  EXPECT_EQ(segmentation_series_number(20'000'000), 2'000'000'051);
  EXPECT_EQ(segmentation_series_number(2'147'483'647), 51);
}

TEST(ResultIdentity, MomentIsInTheTimeZoneOfTheSource) {
  const auto moment_at = [](const std::string& zone) {
    ExampleSource example;
    example.time_zone = zone;
    const auto image = dicom::SourceImage::from_bytes(make_source_file(example));
    // 2026-01-01 22:30:15 UTC
    const auto moment = content_moment(image, std::chrono::system_clock::from_time_t(1767306615));
    return moment.date + " " + moment.time;
  };
  EXPECT_EQ(moment_at("+0000"), "20260101 223015");
  EXPECT_EQ(moment_at("+0200"), "20260102 003015");
  EXPECT_EQ(moment_at("-0330"), "20260101 190015");
}

}  // namespace
}  // namespace sonolist::processor
