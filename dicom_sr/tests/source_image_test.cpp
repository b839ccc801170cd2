#include "dicom_sr/image/source_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using test::encode;
using test::example_frame;
using test::example_ultrasound;
using test::refusal;
using ::testing::HasSubstr;

UltrasoundOptions rgb() {
  UltrasoundOptions options;
  options.photometric = Photometric::kRgb;
  return options;
}

// Reads `dataset` after `change` was done to it.
template <typename Change>
std::string refusal_after(Change change) {
  const auto dataset = example_ultrasound({}, 2);
  change(*dataset);
  return refusal(to_part10(*dataset));
}

class Lossless : public ::testing::TestWithParam<E_TransferSyntax> {};

TEST_P(Lossless, FramesComeBackPixelByPixel) {
  for (const bool colour : {false, true}) {
    const auto dataset = example_ultrasound(colour ? rgb() : UltrasoundOptions{}, 3);
    const SourceImage image = SourceImage::from_bytes(encode(*dataset, GetParam()));
    ASSERT_EQ(image.frames(), 3);
    EXPECT_TRUE(image.is_multi_frame());
    for (const int index : {2, 0, 1}) {
      const RgbFrame frame = image.frame(index);
      EXPECT_EQ(frame.rows, 21);
      EXPECT_EQ(frame.cols, 30);
      EXPECT_EQ(frame.pixels, example_frame(21, 30, static_cast<unsigned>(index) + 1, colour).pixels)
          << "frame " << index << (colour ? " RGB" : " MONOCHROME2");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(TransferSyntaxes, Lossless,
                         ::testing::Values(EXS_LittleEndianExplicit, EXS_LittleEndianImplicit, EXS_BigEndianExplicit,
                                           EXS_DeflatedLittleEndianExplicit, EXS_RLELossless, EXS_JPEGProcess14SV1,
                                           EXS_JPEGLSLossless));

TEST(SourceImage, TellsWhatTheObjectIs) {
  UltrasoundOptions options;
  options.study_instance_uid = "1.2.3";
  options.series_instance_uid = "1.2.3.4";
  options.sop_instance_uid = "1.2.3.4.5";
  options.region = {2, 3, 20, 25};
  options.mm_per_pixel = 0.25;
  const SourceImage image = SourceImage::from_bytes(to_part10(*example_ultrasound(options)));
  EXPECT_EQ(image.study_instance_uid(), "1.2.3");
  EXPECT_EQ(image.series_instance_uid(), "1.2.3.4");
  EXPECT_EQ(image.sop_instance_uid(), "1.2.3.4.5");
  EXPECT_EQ(image.sop_class_uid(), UID_UltrasoundImageStorage);
  EXPECT_FALSE(image.is_multi_frame());
  const PixelBox box = image.analysis_box();
  EXPECT_EQ(box.row_begin, 2);
  EXPECT_EQ(box.col_begin, 3);
  EXPECT_EQ(box.row_end, 20);
  EXPECT_EQ(box.col_end, 25);
  const auto calibration = image.calibration_for(box);
  ASSERT_TRUE(calibration);
  EXPECT_NEAR(calibration->mm_per_col, 0.25, 1e-12);
  EXPECT_NEAR(calibration->mm_per_row, 0.25, 1e-12);
  EXPECT_EQ(image.calibration_refusal(box), "");
  EXPECT_THAT(image.calibration_refusal({0, 0, 21, 30}), HasSubstr("not inside"));
}

TEST(SourceImage, ReadsPixelSpacingWhenThereIsNoRegion) {
  const auto dataset = example_ultrasound();
  dataset->findAndDeleteElement(DCM_SequenceOfUltrasoundRegions);
  dataset->putAndInsertString(DCM_PixelSpacing, "0.5\\0.25");
  const SourceImage image = SourceImage::from_bytes(to_part10(*dataset));
  const auto calibration = image.calibration_for(image.analysis_box());
  ASSERT_TRUE(calibration);
  EXPECT_DOUBLE_EQ(calibration->mm_per_row, 0.5);
  EXPECT_DOUBLE_EQ(calibration->mm_per_col, 0.25);
}

TEST(SourceImage, Monochrome1IsInverted) {
  const auto dataset = example_ultrasound();
  dataset->putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME1");
  const RgbFrame frame = SourceImage::from_bytes(to_part10(*dataset)).frame(0);
  const RgbFrame stored = example_frame(21, 30, 1, false);
  for (std::size_t i = 0; i < stored.pixels.size(); ++i) ASSERT_EQ(frame.pixels[i], 255 - stored.pixels[i]);
}

TEST(SourceImage, EightBitsAreShownAsStoredWhateverTheWindow) {
  const auto dataset = example_ultrasound();
  dataset->putAndInsertString(DCM_WindowCenter, "10");
  dataset->putAndInsertString(DCM_WindowWidth, "5");
  EXPECT_EQ(SourceImage::from_bytes(to_part10(*dataset)).frame(0).pixels, example_frame(21, 30, 1, false).pixels);
}

TEST(SourceImage, MoreThanEightBitsGoThroughTheWindow) {
  const auto dataset = make_ultrasound({example_frame(1, 4, 1, false)}, {});
  const std::vector<Uint16> stored{0, 1000, 2000, 4000};
  dataset->putAndInsertUint16(DCM_BitsAllocated, 16);
  dataset->putAndInsertUint16(DCM_BitsStored, 12);
  dataset->putAndInsertUint16(DCM_HighBit, 11);
  dataset->putAndInsertUint16Array(DCM_PixelData, stored.data(), 4);
  const auto greys = [&] {
    const std::vector<std::uint8_t> pixels = SourceImage::from_bytes(to_part10(*dataset)).frame(0).pixels;
    return std::vector<int>{pixels[0], pixels[3], pixels[6], pixels[9]};
  };
  EXPECT_THAT(greys(), ::testing::ElementsAre(0, ::testing::AllOf(::testing::Ge(62), ::testing::Le(65)),
                                              ::testing::AllOf(::testing::Ge(126), ::testing::Le(129)), 255));
  dataset->putAndInsertString(DCM_WindowCenter, "1500");
  dataset->putAndInsertString(DCM_WindowWidth, "1000");
  EXPECT_THAT(greys(), ::testing::ElementsAre(0, ::testing::Le(1), ::testing::Ge(254), 255));
}

TEST(SourceImage, PaletteGoesThroughItsTable) {
  const auto dataset = make_ultrasound({example_frame(1, 4, 1, false)}, {});
  const std::vector<Uint8> indices{0, 1, 2, 1};
  const std::vector<Uint16> descriptor{3, 0, 16};
  const std::vector<Uint16> red{0x0000, 0xFF00, 0x1000};
  const std::vector<Uint16> green{0x0000, 0x8000, 0x2000};
  const std::vector<Uint16> blue{0x0000, 0x0100, 0x3000};
  dataset->putAndInsertString(DCM_PhotometricInterpretation, "PALETTE COLOR");
  dataset->putAndInsertUint16Array(DCM_RedPaletteColorLookupTableDescriptor, descriptor.data(), 3);
  dataset->putAndInsertUint16Array(DCM_GreenPaletteColorLookupTableDescriptor, descriptor.data(), 3);
  dataset->putAndInsertUint16Array(DCM_BluePaletteColorLookupTableDescriptor, descriptor.data(), 3);
  dataset->putAndInsertUint16Array(DCM_RedPaletteColorLookupTableData, red.data(), 3);
  dataset->putAndInsertUint16Array(DCM_GreenPaletteColorLookupTableData, green.data(), 3);
  dataset->putAndInsertUint16Array(DCM_BluePaletteColorLookupTableData, blue.data(), 3);
  dataset->putAndInsertUint8Array(DCM_PixelData, indices.data(), 4);
  EXPECT_THAT(SourceImage::from_bytes(to_part10(*dataset)).frame(0).pixels,
              ::testing::ElementsAre(0, 0, 0, 0xFF, 0x80, 0x01, 0x10, 0x20, 0x30, 0xFF, 0x80, 0x01));
}

TEST(SourceImage, Ybr422IsSpreadOverBothPixels) {
  const auto dataset = make_ultrasound({example_frame(2, 4, 1, true)}, rgb());
  // Per row two groups of Y Y Cb Cr: grey 10 and 20, then red-ish; the second row swaps the groups.
  const std::vector<Uint8> stored{10, 20, 128, 128, 76, 76, 85, 255, 76, 76, 85, 255, 10, 20, 128, 128};
  dataset->putAndInsertString(DCM_PhotometricInterpretation, "YBR_FULL_422");
  dataset->putAndInsertUint8Array(DCM_PixelData, stored.data(), static_cast<unsigned long>(stored.size()));
  const std::vector<std::uint8_t> pixels = SourceImage::from_bytes(to_part10(*dataset)).frame(0).pixels;
  const std::vector<int> expected{10,  10, 10, 20,  20, 20, 254, 0,  0,  254, 0,  0,
                                  254, 0,  0,  254, 0,  0,  10,  10, 10, 20,  20, 20};
  ASSERT_EQ(pixels.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(pixels[i], expected[i], 2) << i;
}

TEST(SourceImage, AWrongFrameIndexIsTheCallersMistake) {
  const SourceImage image = SourceImage::from_bytes(to_part10(*example_ultrasound({}, 2)));
  EXPECT_THROW(image.frame(-1), std::out_of_range);
  EXPECT_THROW(image.frame(2), std::out_of_range);
}

TEST(SourceImageRefuses, OtherObjectsByName) {
  EXPECT_THAT(
      refusal_after([](DcmDataset& dataset) { dataset.putAndInsertString(DCM_SOPClassUID, UID_CTImageStorage); }),
      HasSubstr("CTImageStorage"));
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertString(DCM_SOPClassUID, "1.2.3"); }),
              HasSubstr("1.2.3"));
}

TEST(SourceImageRefuses, MissingIdentity) {
  for (const DcmTagKey& tag : {DCM_SOPInstanceUID, DCM_StudyInstanceUID, DCM_SeriesInstanceUID}) {
    const auto dataset = example_ultrasound();
    dataset->putAndInsertString(tag, "");
    EXPECT_NE(refusal(test::encode(*dataset, EXS_LittleEndianExplicit)), "") << tag.toString();
  }
}

TEST(SourceImageRefuses, WrongSizes) {
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_Rows, 0); }), HasSubstr("Rows"));
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_Columns, 65535); }),
              HasSubstr("Columns"));
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_Rows, 22); }), HasSubstr("bytes"));
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_BitsAllocated, 1); }),
              HasSubstr("Bits Allocated"));
  for (const char* frames : {"0", "-1", "2000000000", "x"}) {
    EXPECT_THAT(refusal_after([&](DcmDataset& dataset) { dataset.putAndInsertString(DCM_NumberOfFrames, frames); }),
                HasSubstr("Number of Frames"))
        << frames;
  }
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.putAndInsertString(DCM_NumberOfFrames, "3"); }),
              HasSubstr("bytes"));
  EXPECT_THAT(refusal_after(
                  [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_SOPClassUID, UID_UltrasoundImageStorage); }),
              HasSubstr("single-frame"));
}

TEST(SourceImageRefuses, NoPixelData) {
  EXPECT_THAT(refusal_after([](DcmDataset& dataset) { dataset.findAndDeleteElement(DCM_PixelData); }),
              HasSubstr("no Pixel Data"));
}

TEST(SourceImageRefuses, TransferSyntaxesThatCannotBeDecodedByName) {
  for (const E_TransferSyntax syntax :
       {EXS_JPEG2000, EXS_JPEG2000LosslessOnly, EXS_MPEG2MainProfileAtMainLevel, EXS_MPEG4HighProfileLevel4_1}) {
    EXPECT_THAT(refusal(test::encode_rubbish(*example_ultrasound(), syntax, 1)),
                HasSubstr(DcmXfer(syntax).getXferName()));
  }
}

TEST(SourceImageRefuses, FewerFragmentsThanFrames) {
  EXPECT_THAT(refusal(test::encode_rubbish(*example_ultrasound({}, 3), EXS_RLELossless, 2)), HasSubstr("fragments"));
}

TEST(SourceImageRefuses, AFrameOfRubbish) {
  for (const E_TransferSyntax syntax : {EXS_RLELossless, EXS_JPEGProcess1, EXS_JPEGProcess14SV1, EXS_JPEGLSLossless}) {
    const std::vector<std::uint8_t> file = test::encode_rubbish(*example_ultrasound(), syntax, 1);
    EXPECT_THROW(SourceImage::from_bytes(file).frame(0), DicomError) << DcmXfer(syntax).getXferName();
  }
}

// Bytes changed at random: any outcome but a crash, a hang or a foreign exception.
TEST(SourceImage, SurvivesDamagedFiles) {
  for (const E_TransferSyntax syntax :
       {EXS_LittleEndianExplicit, EXS_RLELossless, EXS_JPEGProcess14SV1, EXS_JPEGLSLossless}) {
    const auto dataset = example_ultrasound({}, 2);
    const std::vector<std::uint8_t> whole = encode(*dataset, syntax);
    std::mt19937 random(7);
    int refused = 0;
    for (int round = 0; round < 100; ++round) {
      std::vector<std::uint8_t> damaged = whole;
      for (int change = 0; change < 8; ++change)
        damaged[132 + random() % (damaged.size() - 132)] = static_cast<std::uint8_t>(random());
      try {
        const SourceImage image = SourceImage::from_bytes(damaged);
        EXPECT_EQ(image.frame(0).pixels.size(),
                  static_cast<std::size_t>(image.rows()) * static_cast<std::size_t>(image.cols()) * 3);
      } catch (const DicomError& error) {
        EXPECT_EQ(error.error_class(), ErrorClass::kInput);
        ++refused;
      }
    }
    EXPECT_GT(refused, 0);
  }
}

}  // namespace
}  // namespace sonolist::dicom
