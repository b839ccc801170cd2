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
