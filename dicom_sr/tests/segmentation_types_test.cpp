// FRACTIONAL and LABELMAP, compressed and not, and SEGs of several sources.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coded_entry.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "dicom_sr/tests/plane_source_example.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using test::item;
using test::Series;
using testing::ElementsAre;
using testing::HasSubstr;

using Mask = std::vector<std::uint8_t>;

SourceImage cine(int frames) {
  test::SourceExample example;
  example.cine_frames = frames;
  return test::source_image(example);
}

// Segment s has the pixels whose number leaves s on division by 3, so that 0 stays background.
SegmentationContent without_overlap(const SourceImage& source, SegmentationType type) {
  SegmentationContent content = test::segmentation_content(source);
  content.type = type;
  for (SegmentFrame& frame : content.frames) {
    for (std::size_t i = 0; i < frame.mask.size(); ++i)
      frame.mask[i] =
          (i + static_cast<std::size_t>(frame.source_frame)) % 3 == static_cast<std::size_t>(frame.segment_number);
  }
  return content;
}

SegmentationContent fractional(const SourceImage& source) {
  SegmentationContent content = test::segmentation_content(source);
  content.type = SegmentationType::kFractional;
  for (SegmentFrame& frame : content.frames) {
    for (std::size_t i = 0; i < frame.mask.size(); ++i) frame.mask[i] = static_cast<std::uint8_t>(i * 7);
  }
  return content;
}

SegmentationContent content_of(const SourceImage& source, SegmentationType type) {
  return type == SegmentationType::kFractional ? fractional(source) : without_overlap(source, type);
}

std::string refusal(const std::function<void()>& action, ErrorClass error_class) {
  try {
    action();
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), error_class);
    return error.what();
  }
  return "";
}

std::vector<Uint32> indices(DcmDataset& dataset, long frame) {
  const Uint32* values = nullptr;
  unsigned long count = 0;
  item(item(dataset, DCM_PerFrameFunctionalGroupsSequence, frame), DCM_FrameContentSequence)
      .findAndGetUint32Array(DCM_DimensionIndexValues, values, &count);
  return {values, values + count};
}

struct Encoding {
  SegmentationType type;
  Compression compression;
  E_TransferSyntax syntax;
};

class SegmentationEncoding : public testing::TestWithParam<Encoding> {};

TEST_P(SegmentationEncoding, ComesBackValueByValue) {
  const SourceImage source = cine(3);
  const SegmentationContent content = content_of(source, GetParam().type);
  const auto dataset = make_segmentation(source, content);
  const auto file = to_part10(*dataset, GetParam().compression);
  EXPECT_EQ(file.size() % 2, 0U);
  EXPECT_EQ(to_part10(*dataset, GetParam().compression), file) << "the data set was changed by writing it";
  const auto stored = from_part10(file);
  EXPECT_EQ(stored->getOriginalXfer(), GetParam().syntax);
  const ReadSegmentation read = read_segmentation(*stored);
  EXPECT_EQ(read.type, GetParam().type);
  EXPECT_EQ(read.sop_class_uid, segmentation_sop_class(GetParam().type));
  ASSERT_EQ(read.frames.size(), content.frames.size());
  for (const SegmentFrame& expected : content.frames) {
    const auto same_place = [&](const SegmentFrame& frame) {
      return frame.segment_number == expected.segment_number && frame.source_frame == expected.source_frame;
    };
    const auto found = std::find_if(read.frames.begin(), read.frames.end(), same_place);
    ASSERT_NE(found, read.frames.end());
    EXPECT_EQ(found->mask, expected.mask);
    EXPECT_EQ(found->source_image, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SegmentationEncoding,
    testing::Values(Encoding{SegmentationType::kBinary, Compression::kNone, EXS_LittleEndianExplicit},
                    Encoding{SegmentationType::kBinary, Compression::kDeflated, EXS_DeflatedLittleEndianExplicit},
                    Encoding{SegmentationType::kFractional, Compression::kNone, EXS_LittleEndianExplicit},
                    Encoding{SegmentationType::kFractional, Compression::kDeflated, EXS_DeflatedLittleEndianExplicit},
                    Encoding{SegmentationType::kFractional, Compression::kRle, EXS_RLELossless},
                    Encoding{SegmentationType::kLabelMap, Compression::kNone, EXS_LittleEndianExplicit},
                    Encoding{SegmentationType::kLabelMap, Compression::kDeflated, EXS_DeflatedLittleEndianExplicit},
                    Encoding{SegmentationType::kLabelMap, Compression::kRle, EXS_RLELossless}));

TEST(Compression, DeflatesMoreThanOneBuffer) {
  test::SourceExample large;
  large.rows = 1200;
  large.cols = 1601;
  const SourceImage source = test::source_image(large);
  const SegmentationContent content = test::segmentation_content(source, 3);
  const auto dataset = make_segmentation(source, content);
  const auto deflated = to_part10(*dataset, Compression::kDeflated);
  EXPECT_GT(deflated.size(), std::size_t{1} << 18);
  EXPECT_EQ(read_segmentation(*from_part10(deflated)).frames[2].mask, content.frames[2].mask);
}

TEST(Compression, RefusesRleOfSingleBits) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, test::segmentation_content(source));
  EXPECT_THAT(refusal([&] { to_part10(*dataset, Compression::kRle); }, ErrorClass::kConfiguration),
              HasSubstr("write the segmentation as FRACTIONAL or LABELMAP, or choose the deflated"));
}

TEST(Fractional, StatesWhatItsValuesMean) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, fractional(source));
  EXPECT_EQ(get_value(*dataset, DCM_SegmentationType), "FRACTIONAL");
  EXPECT_EQ(get_value(*dataset, DCM_SegmentationFractionalType), "PROBABILITY");
  EXPECT_EQ(get_value(*dataset, DCM_SOPClassUID), UID_SegmentationStorage);
  const ReadSegmentation read = read_segmentation(*dataset);
  EXPECT_EQ(read.maximum_fractional_value, 255);
  EXPECT_EQ(read.fractional_type, "PROBABILITY");
  EXPECT_EQ(read.segments[1].tracking_uid, fractional(source).segments[1].tracking_uid);
}

TEST(LabelMap, DescribesItsBackground) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, without_overlap(source, SegmentationType::kLabelMap));
  EXPECT_EQ(get_value(*dataset, DCM_SOPClassUID), "1.2.840.10008.5.1.4.1.1.66.7");
  EXPECT_EQ(get_value(*dataset, DCM_SegmentationType), "LABELMAP");
  EXPECT_EQ(get_value(*dataset, DCM_SegmentsOverlap), "NO");
  EXPECT_EQ(get_value(*dataset, DCM_PixelPaddingValue), "0");
  EXPECT_EQ(get_value(*dataset, DCM_PhotometricInterpretation), "MONOCHROME2");
  DcmItem& background = item(*dataset, DCM_SegmentSequence);
  EXPECT_EQ(get_value(background, DCM_SegmentNumber), "0");
  EXPECT_EQ(read_code(background, DCM_SegmentedPropertyTypeCodeSequence), code::kBackground);
  EXPECT_FALSE(background.tagExists(DCM_TrackingUID));
  EXPECT_FALSE(dataset->tagExists(DCM_SegmentIdentificationSequence, OFTrue));
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].number, 1);
  EXPECT_EQ(segment_numbered(read, 2).label, "Adductor magnus");
  EXPECT_THROW(segment_numbered(read, 0), std::out_of_range);
}

TEST(LabelMap, HasOneFrameForEachSourceFrameWithALabel) {
  const SourceImage source = cine(4);
  SegmentationContent content = without_overlap(source, SegmentationType::kLabelMap);
  // Source frame 1 has no pixel at all, source frame 3 no mask.
  content.frames.erase(std::remove_if(content.frames.begin(), content.frames.end(),
                                      [](const SegmentFrame& frame) { return frame.source_frame == 3; }),
                       content.frames.end());
  for (SegmentFrame& frame : content.frames) {
    if (frame.source_frame == 1) std::fill(frame.mask.begin(), frame.mask.end(), std::uint8_t{0});
  }
  const auto dataset = make_segmentation(source, content);
  EXPECT_EQ(get_value(*dataset, DCM_NumberOfFrames), "2");
  EXPECT_THAT(indices(*dataset, 0), ElementsAre(1));
  EXPECT_THAT(indices(*dataset, 1), ElementsAre(2));
  EXPECT_THAT(stored_frame_numbers({&source}, content), ElementsAre(1, 0, 2, 1, 0, 2));
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.frames.size(), 4U);
  EXPECT_EQ(read.frames[2].source_frame, 2);
}

TEST(LabelMap, HasADimensionForAStillToo) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, without_overlap(source, SegmentationType::kLabelMap));
  EXPECT_THAT(indices(*dataset, 0), ElementsAre(1));
  EXPECT_TRUE(dataset->tagExists(DCM_TemporalPositionIndex, OFTrue));
}

TEST(LabelMap, RefusesOverlap) {
  const SourceImage source = cine(2);
  SegmentationContent content = without_overlap(source, SegmentationType::kLabelMap);
  content.frames[3].mask = content.frames[1].mask;  // segments 2 and 1, both on frame 2
  EXPECT_THAT(refusal([&] { make_segmentation(source, content); }, ErrorClass::kConfiguration),
              HasSubstr("segments 1 and 2 overlap on frame 2 of a source"));
  content.type = SegmentationType::kBinary;
  EXPECT_NO_THROW(make_segmentation(source, content));
}

TEST(LabelMap, RefusesMoreSegmentsThanAByteCounts) {
  const SourceImage source = test::source_image();
  SegmentationContent content = without_overlap(source, SegmentationType::kLabelMap);
  content.segments.resize(256, content.segments.front());
  EXPECT_THAT(refusal([&] { make_segmentation(source, content); }, ErrorClass::kInternal), HasSubstr("255"));
}

TEST(LabelMap, RefusesNothingButBackground) {
  const SourceImage source = test::source_image();
  SegmentationContent content = without_overlap(source, SegmentationType::kLabelMap);
  for (SegmentFrame& frame : content.frames) std::fill(frame.mask.begin(), frame.mask.end(), std::uint8_t{0});
  EXPECT_THAT(refusal([&] { make_segmentation(source, content); }, ErrorClass::kInternal), HasSubstr("no pixel"));
}

// Masks of two segments on every slice, all different.
SegmentationContent content_of_series(const Series& series) {
  SegmentationContent content = test::segmentation_content(series.images.front());
  const Mask first = content.frames[0].mask;
  content.frames.clear();
  for (int segment = 1; segment <= 2; ++segment) {
    for (int image = 0; image < static_cast<int>(series.images.size()); ++image) {
      Mask mask = first;
      std::fill_n(mask.begin(), 10 * segment + image, std::uint8_t{1});
      content.frames.push_back({segment, 0, mask, image});
    }
  }
  return content;
}

TEST(SegmentationOfMr, StatesTheGeometryOfItsSlicesInBothModes) {
  const Series series = test::mr_series({0, 1, 2});
  SegmentationContent content = content_of_series(series);
  for (const Geometry geometry : {Geometry::kViewer, Geometry::kStrict}) {
    content.geometry = geometry;
    const auto dataset = make_segmentation(series.sources(), content);
    EXPECT_EQ(get_value(*dataset, DCM_FrameOfReferenceUID), "2.25.1010");
    EXPECT_EQ(get_value(*dataset, DCM_PositionReferenceIndicator), "XY");
    DcmItem& shared = item(*dataset, DCM_SharedFunctionalGroupsSequence);
    DcmItem& measures = item(shared, DCM_PixelMeasuresSequence);
    EXPECT_EQ(get_values(measures, DCM_PixelSpacing), "0.6\\0.5");
    EXPECT_EQ(get_value(measures, DCM_SliceThickness), "4");
    EXPECT_EQ(get_value(measures, DCM_SpacingBetweenSlices), "4.4");
    EXPECT_EQ(get_values(item(shared, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient), "0\\1\\0\\0\\0\\-1");
    EXPECT_THAT(get_value(*dataset, DCM_ContentDescription), testing::Not(HasSubstr("display")));
    EXPECT_FALSE(dataset->tagExists(DCM_PatientOrientation));
    EXPECT_FALSE(dataset->tagExists(DCM_ReferencedFrameNumber, OFTrue));
  }
}

TEST(SegmentationOfMr, StoresFramesBySegmentAndPosition) {
  // Position falls with the number of the slice and the normal points to -x: 0 comes first whatever the order given.
  const Series series = test::mr_series({2, 0, 1});
  const SegmentationContent content = content_of_series(series);
  const auto dataset = make_segmentation(series.sources(), content);
  EXPECT_THAT(stored_frame_numbers(series.sources(), content), ElementsAre(3, 1, 2, 6, 4, 5));
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.images.size(), 3U);
  const int order[] = {1, 2, 0, 1, 2, 0};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_THAT(indices(*dataset, static_cast<long>(i)), ElementsAre(i / 3 + 1, i % 3 + 1));
    const SourceImage& source = series.images[static_cast<std::size_t>(order[i])];
    const SegmentFrame& frame = read.frames[i];
    EXPECT_EQ(read.images[static_cast<std::size_t>(frame.source_image)].sop_instance_uid, source.sop_instance_uid());
    EXPECT_EQ(read.images[static_cast<std::size_t>(frame.source_image)].sop_class_uid, UID_MRImageStorage);
    EXPECT_EQ(frame.mask, content.frames[3 * (i / 3) + static_cast<std::size_t>(order[i])].mask);
    DcmItem& groups = item(*dataset, DCM_PerFrameFunctionalGroupsSequence, static_cast<long>(i));
    EXPECT_EQ(get_values(item(groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient),
              get_values(source.dataset(), DCM_ImagePositionPatient));
  }
}

TEST(SegmentationOfMr, ReferencesOnlySlicesWithAFrame) {
  const Series series = test::mr_series({0, 1, 2});
  SegmentationContent content = content_of_series(series);
  content.frames.erase(std::remove_if(content.frames.begin(), content.frames.end(),
                                      [](const SegmentFrame& frame) { return frame.source_image == 1; }),
                       content.frames.end());
  const auto dataset = make_segmentation(series.sources(), content);
  EXPECT_EQ(read_segmentation(*dataset).images.size(), 2U);
  EXPECT_THAT(indices(*dataset, 1), ElementsAre(1, 2));
}

TEST(SegmentationOfMr, PutsWhatSlicesDoNotShareIntoTheirFrames) {
  const auto tilted = test::mr_dataset(1);
  put_string(*tilted, DCM_ImageOrientationPatient, "0\\1\\0\\0.6\\0\\-0.8");
  Series series = test::mr_series({0});
  series.images.push_back(test::as_source(*tilted));
  const auto dataset = make_segmentation(series.sources(), content_of_series(series));
  DcmItem& shared = item(*dataset, DCM_SharedFunctionalGroupsSequence);
  EXPECT_TRUE(shared.tagExists(DCM_PixelMeasuresSequence));
  EXPECT_FALSE(shared.tagExists(DCM_PlaneOrientationSequence));
  DcmItem& groups = item(*dataset, DCM_PerFrameFunctionalGroupsSequence, 1);
  EXPECT_EQ(get_values(item(groups, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient),
            "0\\1\\0\\0.6\\0\\-0.8");
}

TEST(SegmentationOfMr, RefusesTwoSlicesAtOnePosition) {
  const auto twin = test::mr_dataset(0);
  put_string(*twin, DCM_SOPInstanceUID, "2.25.1199");
  Series series = test::mr_series({0});
  series.images.push_back(test::as_source(*twin));
  EXPECT_THAT(refusal([&] { make_segmentation(series.sources(), content_of_series(series)); }, ErrorClass::kInput),
              HasSubstr("(0020,0032)"));
}

TEST(SegmentationOfMr, RefusesAnotherPatientAndAnUnknownSource) {
  const auto stranger = test::mr_dataset(1);
  put_string(*stranger, DCM_PatientID, "P-18");
  Series series = test::mr_series({0});
  series.images.push_back(test::as_source(*stranger));
  EXPECT_THAT(refusal([&] { make_segmentation(series.sources(), content_of_series(series)); }, ErrorClass::kInput),
              HasSubstr("PatientID"));
  const Series two = test::mr_series({0, 1});
  SegmentationContent content = content_of_series(two);
  content.frames[1].source_image = 2;
  EXPECT_THAT(refusal([&] { make_segmentation(two.sources(), content); }, ErrorClass::kInternal),
              HasSubstr("frames[1].source_image"));
}

TEST(SegmentationOfMr, CanBeALabelMap) {
  const Series series = test::mr_series({1, 0});
  SegmentationContent content = content_of_series(series);
  content.type = SegmentationType::kLabelMap;
  for (SegmentFrame& frame : content.frames) {
    std::fill(frame.mask.begin(), frame.mask.end(), std::uint8_t{0});
    frame.mask[static_cast<std::size_t>(frame.segment_number)] = 1;
  }
  const auto dataset = make_segmentation(series.sources(), content);
  EXPECT_EQ(get_value(*dataset, DCM_NumberOfFrames), "2");
  EXPECT_THAT(indices(*dataset, 1), ElementsAre(2));
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.frames.size(), 4U);
  EXPECT_EQ(read.source_sop_instance_uid, series.images[1].sop_instance_uid());
}

TEST(SegmentationOfVolume, CarriesThePlanesOfTheVolume) {
  const SourceImage source = test::as_source(*test::volume_dataset(3));
  const auto dataset = make_segmentation(source, test::segmentation_content(source));
  EXPECT_EQ(get_value(*dataset, DCM_FrameOfReferenceUID), "2.25.1010");
  DcmItem& shared = item(*dataset, DCM_SharedFunctionalGroupsSequence);
  EXPECT_EQ(get_values(item(shared, DCM_PixelMeasuresSequence), DCM_PixelSpacing), "0.2\\0.2");
  EXPECT_TRUE(shared.tagExists(DCM_PlaneOrientationVolumeSequence));
  DcmItem& last = item(*dataset, DCM_PerFrameFunctionalGroupsSequence, 5);
  Float64 z = 0.0;
  item(last, DCM_PlanePositionVolumeSequence).findAndGetFloat64(DCM_ImagePositionVolume, z, 2);
  EXPECT_DOUBLE_EQ(z, 0.6);
  EXPECT_THAT(indices(*dataset, 5), ElementsAre(2, 3, 1));
  EXPECT_FALSE(dataset->tagExists(DCM_PlanePositionSequence, OFTrue));
  EXPECT_TRUE(dataset->tagExists(DCM_PatientOrientation));
  EXPECT_EQ(read_segmentation(*dataset).frames[5].source_frame, 2);
}

TEST(SegmentationOfVolume, CountsPositionThenTime) {
  const SourceImage source = test::as_source(*test::volume_dataset(2, 3));
  SegmentationContent content = test::segmentation_content(source, 1);
  const auto dataset = make_segmentation(source, content);
  // Stored time by time in the source: frames 0, 2, 4 are the first position.
  const int order[] = {0, 2, 4, 1, 3, 5};
  const ReadSegmentation read = read_segmentation(*dataset);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_THAT(indices(*dataset, static_cast<long>(i)), ElementsAre(1, i / 3 + 1, i % 3 + 1));
    EXPECT_EQ(read.frames[i].source_frame, order[i]);
  }
}

TEST(SegmentationOfStills, CountsTheStillsOfASeries) {
  test::SourceExample example;
  const auto second = test::source_dataset(example);
  put_string(*second, DCM_SOPInstanceUID, "2.25.1009");
  Series series;
  series.images.push_back(test::source_image(example));
  series.images.push_back(test::as_source(*second));
  const auto dataset = make_segmentation(series.sources(), content_of_series(series));
  EXPECT_THAT(indices(*dataset, 3), ElementsAre(2, 2));
  const ReadSegmentation read = read_segmentation(*dataset);
  EXPECT_EQ(read.images.size(), 2U);
  EXPECT_EQ(read.frames[3].source_image, 1);
  EXPECT_FALSE(dataset->tagExists(DCM_ReferencedFrameNumber, OFTrue));
}

}  // namespace
}  // namespace sonolist::dicom
