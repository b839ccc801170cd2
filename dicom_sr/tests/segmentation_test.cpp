#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coded_entry.h"
#include "dicom_sr/segmentation/colour.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using test::item;
using test::SourceExample;
using testing::HasSubstr;

SourceExample cine() {
  SourceExample example;
  example.cine_frames = 4;
  return example;
}

// The written object as another program would get it.
std::unique_ptr<DcmDataset> written(const SourceImage& source, const SegmentationContent& content) {
  return from_part10(to_part10(*make_segmentation(source, content)));
}

std::vector<std::uint8_t> raw_bytes(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad()) return {};
  OFString value;
  element->getOFStringArray(value, OFFalse);
  return {value.begin(), value.end()};
}

std::vector<Uint32> dimension_values(DcmItem& dataset, long frame) {
  DcmItem& content = item(item(dataset, DCM_PerFrameFunctionalGroupsSequence, frame), DCM_FrameContentSequence);
  const Uint32* values = nullptr;
  unsigned long count = 0;
  content.findAndGetUint32Array(DCM_DimensionIndexValues, values, &count);
  return {values, values + count};
}

void expect_same(const Segment& read, const Segment& expected) {
  EXPECT_EQ(read.label, expected.label);
  EXPECT_EQ(read.description, expected.description);
  EXPECT_EQ(read.category, expected.category);
  EXPECT_EQ(read.type, expected.type);
  EXPECT_EQ(read.type.meaning, expected.type.meaning);
  EXPECT_EQ(read.anatomic_region, expected.anatomic_region);
  EXPECT_EQ(read.colour_rgb, expected.colour_rgb);
  EXPECT_EQ(read.tracking_id, expected.tracking_id);
  EXPECT_EQ(read.tracking_uid, expected.tracking_uid);
}

class SegmentationRoundTrip : public testing::TestWithParam<SourceExample> {};

TEST_P(SegmentationRoundTrip, KeepsEveryBitAndEverySegment) {
  const SourceImage source = test::source_image(GetParam());
  const SegmentationContent content = test::segmentation_content(source, 5);
  const auto dataset = written(source, content);
  const ReadSegmentation read = read_segmentation(*dataset);
  EXPECT_EQ(read.sop_instance_uid, content.sop_instance_uid);
  EXPECT_EQ(read.series_instance_uid, content.series_instance_uid);
  EXPECT_EQ(read.study_instance_uid, source.study_instance_uid());
  EXPECT_EQ(read.source_sop_instance_uid, source.sop_instance_uid());
  EXPECT_EQ(read.rows, source.rows());
  EXPECT_EQ(read.cols, source.cols());
  ASSERT_EQ(read.segments.size(), content.segments.size());
  for (std::size_t i = 0; i < read.segments.size(); ++i) expect_same(read.segments[i], content.segments[i]);
  ASSERT_EQ(read.frames.size(), content.frames.size());
  for (std::size_t i = 0; i < read.frames.size(); ++i) {
    EXPECT_EQ(read.frames[i].segment_number, content.frames[i].segment_number);
    EXPECT_EQ(read.frames[i].source_frame, content.frames[i].source_frame);
    EXPECT_EQ(read.frames[i].mask, content.frames[i].mask) << "frame " << i;
  }
}

SourceExample sized(int rows, int cols, int cine_frames) {
  SourceExample example;
  example.rows = rows;
  example.cols = cols;
  example.cine_frames = cine_frames;
  return example;
}

INSTANTIATE_TEST_SUITE_P(Sources, SegmentationRoundTrip,
                         testing::Values(sized(48, 61, 0), sized(48, 61, 4), sized(479, 641, 0), sized(9, 11, 1)));

TEST(Segmentation, CopiesPatientAndStudyByteForByte) {
  SourceExample chinese;
  chinese.character_set = "GB18030";
  chinese.patient_name = "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab";
  const auto original = test::source_dataset(chinese);
  const SourceImage source = test::source_image(chinese);
  const auto dataset = written(source, test::segmentation_content(source));
  for (const DcmTagKey& tag :
       {DCM_SpecificCharacterSet, DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex,
        DCM_StudyInstanceUID, DCM_StudyDate, DCM_StudyTime, DCM_StudyID, DCM_AccessionNumber})
    EXPECT_EQ(raw_bytes(*dataset, tag), raw_bytes(*original, tag)) << tag.toString();
  EXPECT_TRUE(dataset->tagExists(DCM_ReferringPhysicianName));
}

TEST(Segmentation, TakesNothingOfTheOperatorAlong) {
  const SourceImage source = test::source_image();
  const auto dataset = written(source, test::segmentation_content(source));
  EXPECT_FALSE(dataset->tagExists(DCM_OperatorsName, OFTrue));
}

TEST(Segmentation, LeavesAnEmptyLateralityOut) {
  const SourceImage source = test::source_image();
  ASSERT_TRUE(source.dataset().tagExists(DCM_Laterality));
  EXPECT_FALSE(written(source, test::segmentation_content(source))->tagExists(DCM_Laterality));
}

TEST(Segmentation, NamesTheScannerAsContributingEquipment) {
  const SourceImage source = test::source_image();
  const auto dataset = written(source, test::segmentation_content(source));
  DcmItem& device = item(*dataset, DCM_ContributingEquipmentSequence);
  EXPECT_EQ(read_code(device, DCM_PurposeOfReferenceCodeSequence), (Code{"109101", "DCM", ""}));
  EXPECT_EQ(get_value(device, DCM_Manufacturer), "Scanner works");
  EXPECT_EQ(get_value(*dataset, DCM_Manufacturer), "Sonolist");
  EXPECT_EQ(get_value(*dataset, DCM_DeviceSerialNumber), std::string(64, 'a'));
}

TEST(Segmentation, SaysThatItIsResearchAndSimulated) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  const auto simulated = written(source, content);
  EXPECT_EQ(get_value(*simulated, DCM_ContentQualification), "RESEARCH");
  EXPECT_THAT(get_value(*simulated, DCM_SeriesDescription), HasSubstr("SIMULATED"));
  EXPECT_THAT(get_value(*simulated, DCM_ContentDescription), HasSubstr("SIMULATED"));
  content.algorithm.simulated = false;
  const auto real = written(source, content);
  EXPECT_THAT(get_value(*real, DCM_SeriesDescription), testing::Not(HasSubstr("SIMULATED")));
  EXPECT_THAT(get_value(*real, DCM_ContentDescription), testing::Not(HasSubstr("SIMULATED")));
}

TEST(Segmentation, StatesWeightsSettingsAndPrecisionOfTheAlgorithm) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  const auto parameters = [&] {
    const auto dataset = written(source, content);
    DcmItem& segment = item(*dataset, DCM_SegmentSequence);
    return get_value(item(segment, DCM_SegmentationAlgorithmIdentificationSequence), DCM_AlgorithmParameters);
  };
  const std::string weights = "Weights SHA-256 " + content.algorithm.weights_sha256;
  EXPECT_EQ(parameters(), weights);
  content.algorithm.precision = "int8";
  EXPECT_EQ(parameters(), weights + ", precision int8");
  content.algorithm.settings_sha256 = std::string(64, '5');
  EXPECT_EQ(parameters(), weights + ", settings SHA-256 " + std::string(64, '5') + ", precision int8");
}

TEST(Segmentation, KeepsTheFlagsOfALongDescription) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  content.algorithm.model_name = std::string(64, 'n');
  const std::string description = get_value(*written(source, content), DCM_SeriesDescription);
  EXPECT_EQ(description.size(), 64U);
  EXPECT_THAT(description, HasSubstr("RESEARCH SIMULATED"));
}

TEST(Segmentation, StatesDisplayGeometryInViewerMode) {
  const SourceImage source = test::source_image();
  const auto dataset = written(source, test::segmentation_content(source));
  EXPECT_FALSE(get_value(*dataset, DCM_FrameOfReferenceUID).empty());
  DcmItem& shared = item(*dataset, DCM_SharedFunctionalGroupsSequence);
  OFString spacing, orientation;
  item(shared, DCM_PixelMeasuresSequence).findAndGetOFStringArray(DCM_PixelSpacing, spacing);
  item(shared, DCM_PlaneOrientationSequence).findAndGetOFStringArray(DCM_ImageOrientationPatient, orientation);
  EXPECT_EQ(spacing, "0.1\\0.12");  // rows first
  EXPECT_EQ(orientation, "1\\0\\0\\0\\1\\0");
  EXPECT_THAT(get_value(*dataset, DCM_ContentDescription), HasSubstr("geometry for display only"));
  EXPECT_FALSE(dataset->tagExists(DCM_PatientOrientation));
}

TEST(Segmentation, PutsEveryFrameOfACineAtOnePosition) {
  const SourceImage source = test::source_image(cine());
  const SegmentationContent content = test::segmentation_content(source);
  const auto dataset = written(source, content);
  for (long i = 0; i < static_cast<long>(content.frames.size()); ++i) {
    OFString position;
    item(item(*dataset, DCM_PerFrameFunctionalGroupsSequence, i), DCM_PlanePositionSequence)
        .findAndGetOFStringArray(DCM_ImagePositionPatient, position);
    EXPECT_EQ(position, "0\\0\\0");
  }
}

TEST(Segmentation, UsesOneMillimetreWhereTheSourceIsNotCalibrated) {
  SourceExample uncalibrated;
  uncalibrated.calibrated = false;
  const SourceImage source = test::source_image(uncalibrated);
  const auto dataset = written(source, test::segmentation_content(source));
  OFString spacing;
  item(item(*dataset, DCM_SharedFunctionalGroupsSequence), DCM_PixelMeasuresSequence)
      .findAndGetOFStringArray(DCM_PixelSpacing, spacing);
  EXPECT_EQ(spacing, "1\\1");
}

TEST(Segmentation, StatesNoGeometryInStrictMode) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  content.geometry = Geometry::kStrict;
  const auto dataset = written(source, content);
  for (const DcmTagKey& tag : {DCM_FrameOfReferenceUID, DCM_PositionReferenceIndicator, DCM_PixelMeasuresSequence,
                               DCM_PlaneOrientationSequence, DCM_PlanePositionSequence})
    EXPECT_FALSE(dataset->tagExists(tag, OFTrue)) << tag.toString();
  EXPECT_TRUE(dataset->tagExists(DCM_PatientOrientation));
  EXPECT_TRUE(dataset->tagExists(DCM_SharedFunctionalGroupsSequence));
  EXPECT_THAT(get_value(*dataset, DCM_ContentDescription), testing::Not(HasSubstr("geometry")));
}

TEST(Segmentation, ReferencesFramesOnlyOfAMultiFrameSource) {
  const SourceImage still = test::source_image();
  EXPECT_FALSE(written(still, test::segmentation_content(still))->tagExists(DCM_ReferencedFrameNumber, OFTrue));
  // A cine of one frame is still a multi-frame object.
  const SourceImage short_cine = test::source_image(sized(48, 61, 1));
  EXPECT_TRUE(
      written(short_cine, test::segmentation_content(short_cine))->tagExists(DCM_ReferencedFrameNumber, OFTrue));
}

TEST(Segmentation, CountsDimensionsWithoutGapsOnASparseCine) {
  const SourceImage source = test::source_image(cine());
  SegmentationContent content = test::segmentation_content(source);
  // Frames 1 and 3 (0-based) of segment 1, frame 3 of segment 2; given in another order than they are stored.
  const auto mask = content.frames.front().mask;
  content.frames = {{2, 3, mask}, {1, 3, mask}, {1, 1, mask}};
  const auto dataset = written(source, content);
  EXPECT_EQ(dimension_values(*dataset, 0), (std::vector<Uint32>{1, 1}));
  EXPECT_EQ(dimension_values(*dataset, 1), (std::vector<Uint32>{1, 2}));
  EXPECT_EQ(dimension_values(*dataset, 2), (std::vector<Uint32>{2, 2}));
  const ReadSegmentation read = read_segmentation(*dataset);
  EXPECT_EQ(read.frames[0].source_frame, 1);
  EXPECT_EQ(read.frames[1].source_frame, 3);
  EXPECT_EQ(read.frames[2].source_frame, 3);
}

TEST(Segmentation, HasOneDimensionForAStill) {
  const SourceImage source = test::source_image();
  const auto dataset = written(source, test::segmentation_content(source));
  EXPECT_EQ(dimension_values(*dataset, 1), (std::vector<Uint32>{2}));
  EXPECT_FALSE(dataset->tagExists(DCM_TemporalPositionIndex, OFTrue));
}

TEST(Segmentation, ReferencesExactlyTheSource) {
  const SourceImage source = test::source_image();
  const auto dataset = written(source, test::segmentation_content(source));
  DcmItem& series = item(*dataset, DCM_ReferencedSeriesSequence);
  EXPECT_EQ(get_value(series, DCM_SeriesInstanceUID), source.series_instance_uid());
  EXPECT_EQ(get_value(item(series, DCM_ReferencedInstanceSequence), DCM_ReferencedSOPInstanceUID),
            source.sop_instance_uid());
  DcmItem& derivation = item(item(*dataset, DCM_PerFrameFunctionalGroupsSequence), DCM_DerivationImageSequence);
  DcmItem& image = item(derivation, DCM_SourceImageSequence);
  EXPECT_EQ(get_value(image, DCM_ReferencedSOPClassUID), source.sop_class_uid());
  EXPECT_EQ(get_value(image, DCM_SpatialLocationsPreserved), "YES");
}

TEST(Segmentation, InheritsLossyCompression) {
  SourceExample lossy;
  lossy.lossy = true;
  const SourceImage source = test::source_image(lossy);
  const auto dataset = written(source, test::segmentation_content(source));
  EXPECT_EQ(get_value(*dataset, DCM_LossyImageCompression), "01");
  EXPECT_EQ(get_value(*dataset, DCM_LossyImageCompressionRatio), "12.5");
  EXPECT_EQ(get_value(*dataset, DCM_LossyImageCompressionMethod), "ISO_10918_1");
  const SourceImage lossless = test::source_image();
  const auto plain = written(lossless, test::segmentation_content(lossless));
  EXPECT_EQ(get_value(*plain, DCM_LossyImageCompression), "00");
  EXPECT_FALSE(plain->tagExists(DCM_LossyImageCompressionRatio));
}

TEST(Segmentation, IsTheSameBytesForTheSameInput) {
  const SourceImage source = test::source_image(cine());
  const SegmentationContent content = test::segmentation_content(source);
  const auto first = make_segmentation(source, content);
  const auto second = make_segmentation(source, content);
  std::ostringstream a, b;
  first->print(a);
  second->print(b);
  EXPECT_EQ(a.str(), b.str());
}

TEST(Segmentation, DeclaresPrivateCodingSchemes) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  EXPECT_FALSE(written(source, content)->tagExists(DCM_CodingSchemeIdentificationSequence));
  content.segments[0].type = {"BLOB", "99SONOLIST", "Blob"};
  const auto dataset = written(source, content);
  DcmItem& scheme = item(*dataset, DCM_CodingSchemeIdentificationSequence);
  EXPECT_EQ(get_value(scheme, DCM_CodingSchemeDesignator), "99SONOLIST");
}

struct Refusal {
  const char* name;
  std::function<void(SegmentationContent&)> spoil;
  const char* sentence_part;
};

class SegmentationRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(SegmentationRefuses, NamingTheField) {
  const SourceImage source = test::source_image(cine());
  SegmentationContent content = test::segmentation_content(source);
  ASSERT_NO_THROW(make_segmentation(source, content));
  GetParam().spoil(content);
  try {
    make_segmentation(source, content);
    FAIL() << "written all the same";
  } catch (const DicomError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().sentence_part));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Contents, SegmentationRefuses,
    testing::Values(
        Refusal{"MaskOfWrongSize", [](auto& c) { c.frames[1].mask.pop_back(); }, "frames[1].mask"},
        Refusal{"NoSegments", [](auto& c) { c.segments.clear(); }, "segments is empty"},
        Refusal{"SegmentWithoutFrame", [](auto& c) { c.frames.erase(c.frames.begin() + 4, c.frames.end()); },
                "segments[1] has no frame"},
        Refusal{"RepeatedFrame", [](auto& c) { c.frames.push_back(c.frames[2]); }, "frames[8] repeats"},
        Refusal{"UnknownSegment", [](auto& c) { c.frames[0].segment_number = 3; }, "frames[0].segment_number"},
        Refusal{"SegmentZero", [](auto& c) { c.frames[0].segment_number = 0; }, "frames[0].segment_number"},
        Refusal{"FrameBeyondTheSource", [](auto& c) { c.frames[0].source_frame = 4; }, "frames[0].source_frame"},
        Refusal{"NegativeFrame", [](auto& c) { c.frames[0].source_frame = -1; }, "frames[0].source_frame"},
        Refusal{"LongCode", [](auto& c) { c.segments[1].type.value = "12345678901234567"; }, "segments[1].type"},
        Refusal{"LongMeaning", [](auto& c) { c.segments[1].category.meaning = std::string(65, 'm'); },
                "segments[1].category"},
        Refusal{"ForeignLabel", [](auto& c) { c.segments[0].label = "N\xc3\xa9rve"; }, "segments[0].label"},
        Refusal{"LongLabel", [](auto& c) { c.segments[0].label = std::string(65, 'l'); }, "segments[0].label"},
        Refusal{"NoTrackingId", [](auto& c) { c.segments[0].tracking_id.clear(); }, "segments[0].tracking_id"},
        Refusal{"SharedTrackingUid", [](auto& c) { c.segments[1].tracking_uid = c.segments[0].tracking_uid; },
                "segments[1].tracking_uid"},
        Refusal{"BadUid", [](auto& c) { c.sop_instance_uid = "1.2.x"; }, "sop_instance_uid"},
        Refusal{"SameUids", [](auto& c) { c.series_instance_uid = c.sop_instance_uid; }, "series_instance_uid"},
        Refusal{"NoSeriesNumber", [](auto& c) { c.series_number = 0; }, "series_number"},
        Refusal{"BadDate", [](auto& c) { c.content_date = "2024-05-01"; }, "content_date"},
        Refusal{"ShortHash", [](auto& c) { c.algorithm.weights_sha256 = "abc"; }, "weights_sha256"},
        Refusal{"ShortHashOfSettings", [](auto& c) { c.algorithm.settings_sha256 = "abc"; }, "settings_sha256"},
        Refusal{"NoModelVersion", [](auto& c) { c.algorithm.model_version.clear(); }, "model_version"}),
    [](const auto& refusal) { return refusal.param.name; });

}  // namespace
}  // namespace sonolist::dicom
