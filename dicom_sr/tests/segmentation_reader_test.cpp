#include "dicom_sr/segmentation/segmentation_reader.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using test::item;
using testing::HasSubstr;

SourceImage cine_source() {
  test::SourceExample example;
  example.cine_frames = 4;
  return test::source_image(example);
}

struct Damage {
  const char* name;
  std::function<void(DcmDataset&)> spoil;
  const char* sentence_part;
};

class SegmentationReaderRefuses : public testing::TestWithParam<Damage> {};

TEST_P(SegmentationReaderRefuses, NamingTheAttribute) {
  const SourceImage source = cine_source();
  const auto dataset = make_segmentation(source, test::segmentation_content(source));
  ASSERT_NO_THROW(read_segmentation(*dataset));
  GetParam().spoil(*dataset);
  try {
    read_segmentation(*dataset);
    FAIL() << "read all the same";
  } catch (const DicomError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().sentence_part));
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
  }
}

DcmItem& first_frame(DcmDataset& d) {
  return item(d, DCM_PerFrameFunctionalGroupsSequence);
}

INSTANTIATE_TEST_SUITE_P(
    Files, SegmentationReaderRefuses,
    testing::Values(
        Damage{"AnotherObject", [](auto& d) { put_string(d, DCM_SOPClassUID, UID_UltrasoundImageStorage); },
               "UltrasoundImageStorage"},
        Damage{"OtherType", [](auto& d) { put_string(d, DCM_SegmentationType, "SURFACE"); }, "neither BINARY"},
        Damage{"NoType", [](auto& d) { d.findAndDeleteElement(DCM_SegmentationType); }, "(0062,0001) is missing"},
        Damage{"EightBits", [](auto& d) { put_uint16(d, DCM_BitsAllocated, 8); }, "Bits Allocated"},
        Damage{"NoRows", [](auto& d) { d.findAndDeleteElement(DCM_Rows); }, "Rows"},
        Damage{"MoreRowsThanPixels", [](auto& d) { put_uint16(d, DCM_Rows, 65535); }, "Pixel Data"},
        Damage{"NoPixels", [](auto& d) { d.findAndDeleteElement(DCM_PixelData); }, "Pixel Data"},
        Damage{"EmptyPixels", [](auto& d) { d.insert(new DcmPixelData(DCM_PixelData), OFTrue); }, "Pixel Data"},
        Damage{"FewerItemsThanFrames", [](auto& d) { put_string(d, DCM_NumberOfFrames, "9"); }, "(5200,9230)"},
        Damage{"NegativeFrames", [](auto& d) { put_string(d, DCM_NumberOfFrames, "-1"); }, "Number of Frames"},
        Damage{"NoSegments", [](auto& d) { d.findAndDeleteElement(DCM_SegmentSequence); }, "Segment Sequence"},
        Damage{"SegmentNumbersWithGap",
               [](auto& d) { put_uint16(item(d, DCM_SegmentSequence, 1), DCM_SegmentNumber, 3); }, "Segment Number"},
        Damage{"NoPropertyType",
               [](auto& d) {
                 item(d, DCM_SegmentSequence, 1).findAndDeleteElement(DCM_SegmentedPropertyTypeCodeSequence);
               },
               "(0062,000F)"},
        Damage{"FrameOfUnknownSegment",
               [](auto& d) {
                 put_uint16(item(first_frame(d), DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber, 7);
               },
               "(0062,000B)"},
        Damage{"FrameNumberZero",
               [](auto& d) {
                 put_string(item(item(first_frame(d), DCM_DerivationImageSequence), DCM_SourceImageSequence),
                            DCM_ReferencedFrameNumber, "0");
               },
               "(0008,1160)"}),
    [](const auto& damage) { return damage.param.name; });

SegmentationContent label_content(const SourceImage& source) {
  SegmentationContent content = test::segmentation_content(source);
  content.type = SegmentationType::kLabelMap;
  for (SegmentFrame& frame : content.frames) {
    for (std::size_t i = 0; i < frame.mask.size(); ++i)
      frame.mask[i] = i % 4 == static_cast<std::size_t>(frame.segment_number);
  }
  return content;
}

std::string refusal_of(DcmDataset& dataset) {
  try {
    read_segmentation(dataset);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

// Moves a macro of all frames into the shared groups, as other writers do.
void share(DcmDataset& dataset, const DcmTagKey& tag) {
  copy_attribute(first_frame(dataset), item(dataset, DCM_SharedFunctionalGroupsSequence), tag);
  DcmSequenceOfItems* frames = nullptr;
  dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, frames);
  for (unsigned long i = 0; i < frames->card(); ++i) frames->getItem(i)->findAndDeleteElement(tag);
}

TEST(SegmentationReader, FindsMacrosInTheSharedGroups) {
  const SourceImage source = test::source_image();
  const SegmentationContent content = test::segmentation_content(source, 1);
  const auto dataset = make_segmentation(source, content);
  share(*dataset, DCM_SegmentIdentificationSequence);
  share(*dataset, DCM_DerivationImageSequence);
  const ReadSegmentation read = read_segmentation(*dataset);
  EXPECT_EQ(read.frames[0].segment_number, 1);
  EXPECT_EQ(read.frames[0].source_image, 0);
  EXPECT_EQ(read.source_sop_instance_uid, source.sop_instance_uid());
}

TEST(SegmentationReader, DoesNotGuessTheSourceOfAFrame) {
  const SourceImage source = cine_source();
  const SegmentationContent content = test::segmentation_content(source);
  for (const bool empty : {false, true}) {
    const auto dataset = make_segmentation(source, content);
    DcmSequenceOfItems* frames = nullptr;
    ASSERT_TRUE(dataset->findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, frames).good());
    for (unsigned long i = 0; i < frames->card(); ++i) {
      frames->getItem(i)->findAndDeleteElement(DCM_DerivationImageSequence);
      if (empty) put_empty(*frames->getItem(i), DCM_DerivationImageSequence);
    }
    const ReadSegmentation read = read_segmentation(*dataset);
    EXPECT_EQ(read.frames[3].source_image, kUnknownSource);
    EXPECT_EQ(read.source_sop_instance_uid, "");
    EXPECT_FALSE(read.frame_of_reference_uid.empty());
    ASSERT_EQ(read.images.size(), 1U);  // still named by Referenced Series Sequence
    EXPECT_EQ(read.images[0].sop_instance_uid, source.sop_instance_uid());
  }
}

TEST(SegmentationReader, ListsAnImageThatOnlyAFrameNames) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, test::segmentation_content(source));
  dataset->findAndDeleteElement(DCM_ReferencedSeriesSequence);
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.images.size(), 1U);
  EXPECT_EQ(read.images[0].sop_class_uid, source.sop_class_uid());
}

TEST(SegmentationReader, KeepsEmptyFrames) {
  const SourceImage source = cine_source();
  SegmentationContent content = test::segmentation_content(source);
  content.frames[2].mask.assign(content.frames[2].mask.size(), 0);
  const ReadSegmentation read = read_segmentation(*make_segmentation(source, content));
  EXPECT_EQ(read.frames.size(), content.frames.size());
  EXPECT_EQ(read.frames[2].mask, content.frames[2].mask);
}

// A label map of 16 bits whose segments are 7 and 300 instead of 1 and 2.
std::unique_ptr<DcmDataset> gapped_label_map(const SourceImage& source, const SegmentationContent& content) {
  auto dataset = make_segmentation(source, content);
  put_uint16(item(*dataset, DCM_SegmentSequence, 1), DCM_SegmentNumber, 7);
  put_uint16(item(*dataset, DCM_SegmentSequence, 2), DCM_SegmentNumber, 300);
  put_uint16(*dataset, DCM_BitsAllocated, 16);
  std::vector<std::uint16_t> labels(content.frames[0].mask.size());
  for (std::size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<std::uint16_t>(content.frames[0].mask[i] != 0   ? 7
                                           : content.frames[1].mask[i] != 0 ? 300
                                                                            : 0);
  dataset->findAndDeleteElement(DCM_PixelData);
  dataset->putAndInsertUint16Array(DCM_PixelData, labels.data(), static_cast<unsigned long>(labels.size()));
  return dataset;
}

TEST(SegmentationReader, ReadsLabelsWithGapsAndOfSixteenBits) {
  const SourceImage source = test::source_image();
  const SegmentationContent content = label_content(source);
  const auto dataset = from_part10(to_part10(*gapped_label_map(source, content)));
  const ReadSegmentation read = read_segmentation(*dataset);
  ASSERT_EQ(read.segments.size(), 2U);
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].segment_number, 7);
  EXPECT_EQ(read.frames[1].segment_number, 300);
  EXPECT_EQ(read.frames[1].mask, content.frames[1].mask);
  EXPECT_EQ(segment_numbered(read, 300).label, content.segments[1].label);
}

TEST(SegmentationReader, KnowsTheBackgroundByPaddingElseByItsCode) {
  const SourceImage source = test::source_image();
  const SegmentationContent content = label_content(source);
  const auto by_code = make_segmentation(source, content);
  by_code->findAndDeleteElement(DCM_PixelPaddingValue);
  EXPECT_EQ(read_segmentation(*by_code).segments.size(), 2U);
  const auto undescribed = make_segmentation(source, content);
  undescribed->findAndDeleteElement(DCM_PixelPaddingValue);
  undescribed->findAndDeleteSequenceItem(DCM_SegmentSequence, 0);
  EXPECT_EQ(read_segmentation(*undescribed).frames.size(), 2U);
  const auto padded_with_one = make_segmentation(source, content);
  put_uint16(*padded_with_one, DCM_PixelPaddingValue, 1);
  const ReadSegmentation read = read_segmentation(*padded_with_one);
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].segment_number, 0);
  EXPECT_EQ(read.segments[0].label, "Background");
}

TEST(SegmentationReader, RefusesALabelThatIsNoSegment) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, label_content(source));
  dataset->findAndDeleteSequenceItem(DCM_SegmentSequence, 2);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("holds the value 2"));
  put_uint16(item(*dataset, DCM_SegmentSequence, 1), DCM_SegmentNumber, 0);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("Segment Number (0062,0004)"));
}

TEST(SegmentationReader, RefusesFractionsOutOfRange) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  content.type = SegmentationType::kFractional;
  content.frames[0].mask[5] = 201;
  const auto dataset = make_segmentation(source, content);
  put_uint16(*dataset, DCM_MaximumFractionalValue, 200);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("(0062,000E)"));
  dataset->findAndDeleteElement(DCM_MaximumFractionalValue);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("(0062,000E) is missing"));
  put_uint16(*dataset, DCM_BitsAllocated, 16);
  put_uint16(*dataset, DCM_MaximumFractionalValue, 255);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("(0028,0100)"));
}

// Sizes that cannot be are refused before anything of that size is allocated: these would be many gigabytes.
TEST(SegmentationReader, RefusesSizesThatThePixelDataCannotHold) {
  const SourceImage source = cine_source();
  const SegmentationContent content = label_content(source);
  const auto dataset = make_segmentation(source, content);
  const auto plain = from_part10(to_part10(*dataset));
  const auto rle = from_part10(to_part10(*dataset, Compression::kRle));
  put_uint16(*plain, DCM_Rows, 65535);
  put_uint16(*plain, DCM_Columns, 65535);
  EXPECT_THAT(refusal_of(*plain), HasSubstr("Pixel Data (7FE0,0010) is shorter"));
  put_uint16(*rle, DCM_Rows, 65535);
  put_uint16(*rle, DCM_Columns, 65535);
  EXPECT_THAT(refusal_of(*rle), HasSubstr("more than 1 GiB"));
  // RLE makes at most 128 bytes of two.
  put_uint16(*rle, DCM_Rows, 4000);
  put_uint16(*rle, DCM_Columns, 4000);
  EXPECT_THAT(refusal_of(*rle), HasSubstr("Pixel Data (7FE0,0010) is shorter"));
}

TEST(SegmentationReader, RefusesFewerFragmentsThanFramesAndDamagedOnes) {
  const SourceImage source = cine_source();
  const SegmentationContent content = label_content(source);
  const auto file = to_part10(*make_segmentation(source, content), Compression::kRle);
  const auto fewer = from_part10(file);
  add_item(*fewer, DCM_PerFrameFunctionalGroupsSequence);
  put_string(*fewer, DCM_NumberOfFrames, "5");
  EXPECT_THAT(refusal_of(*fewer), HasSubstr("fewer fragments"));
  const auto taller = from_part10(file);
  put_uint16(*taller, DCM_Rows, 49);
  EXPECT_THAT(refusal_of(*taller), HasSubstr("cannot be decoded"));
}

TEST(SegmentationReader, RefusesSingleBitsThatAreCompressed) {
  const SourceImage source = test::source_image();
  SegmentationContent content = test::segmentation_content(source);
  content.type = SegmentationType::kFractional;
  const auto dataset = from_part10(to_part10(*make_segmentation(source, content), Compression::kRle));
  put_string(*dataset, DCM_SegmentationType, "BINARY");
  put_uint16(*dataset, DCM_BitsAllocated, 1);
  EXPECT_THAT(refusal_of(*dataset), HasSubstr("RLE Lossless is not supported for Bits Allocated"));
}

TEST(SegmentationReader, NamesTheTransferSyntaxThatItCannotDecode) {
  const SourceImage source = test::source_image();
  const auto dataset = make_segmentation(source, label_content(source));
  const auto stored = from_part10(test::encode_rubbish(*dataset, EXS_JPEG2000LosslessOnly, 1));
  EXPECT_THAT(refusal_of(*stored), HasSubstr("JPEG 2000"));
}

TEST(SegmentationReader, ReadsImplicitVrWhosePixelsAreWords) {
  const SourceImage source = test::source_image();
  const SegmentationContent content = test::segmentation_content(source);
  DcmFileFormat file(make_segmentation(source, content).release(), OFFalse);
  std::vector<std::uint8_t> bytes(1U << 20U);
  DcmOutputBufferStream out(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  file.transferInit();
  ASSERT_TRUE(file.write(out, EXS_LittleEndianImplicit, EET_ExplicitLength, nullptr).good());
  file.transferEnd();
  bytes.resize(static_cast<std::size_t>(out.filled()));
  const ReadSegmentation read = read_segmentation(*from_part10(bytes));
  ASSERT_EQ(read.frames.size(), content.frames.size());
  EXPECT_EQ(read.frames[1].mask, content.frames[1].mask);
}

}  // namespace
}  // namespace sonolist::dicom
