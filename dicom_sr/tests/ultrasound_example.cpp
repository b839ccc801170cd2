#include "dicom_sr/tests/ultrasound_example.h"

#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "dicom_sr/error.h"
#include "dicom_sr/image/codecs.h"
#include "dicom_sr/tests/temporary_folder.h"

namespace sonolist::dicom::test {
namespace {

// Through a file, since DCMTK completes a deflated stream only when it closes it.
std::vector<std::uint8_t> write(DcmDataset& dataset, E_TransferSyntax syntax) {
  const TemporaryFolder folder;
  const std::string path = folder.path("image.dcm");
  const OFCondition status = DcmFileFormat(&dataset).saveFile(path.c_str(), syntax, EET_ExplicitLength);
  EXPECT_TRUE(status.good()) << status.text();
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Encoders {
  Encoders() {
    register_codecs();
    DJEncoderRegistration::registerCodecs();
    DJLSEncoderRegistration::registerCodecs();
  }
  ~Encoders() {
    DJEncoderRegistration::cleanup();
    DJLSEncoderRegistration::cleanup();
  }
  Encoders(const Encoders&) = delete;
  Encoders& operator=(const Encoders&) = delete;
};

// DCMTK's JPEG-LS encoder leaves the byte that pads a fragment to an even length as it finds it in memory, and its
// decoder refuses a fragment that ends with anything but zero there.
void zero_padding_after_end_of_image(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  DcmPixelSequence* fragments = nullptr;
  const OFCondition found = dataset.findAndGetElement(DCM_PixelData, element);
  ASSERT_TRUE(found.good()) << found.text();
  const OFCondition encoded =
      dynamic_cast<DcmPixelData&>(*element).getEncapsulatedRepresentation(EXS_JPEGLSLossless, nullptr, fragments);
  ASSERT_TRUE(encoded.good()) << encoded.text();
  for (unsigned long i = 1; i < fragments->card(); ++i) {  // item 0 is the offset table
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    ASSERT_TRUE(fragments->getItem(item, i).good());
    ASSERT_TRUE(item->getUint8Array(bytes).good());
    const unsigned long length = item->getLength();
    ASSERT_GE(length, 4U);
    constexpr Uint8 kMarker = 0xFF, kEndOfImage = 0xD9;
    if (bytes[length - 3] == kMarker && bytes[length - 2] == kEndOfImage) bytes[length - 1] = 0;
  }
}

}  // namespace

RgbFrame example_frame(int rows, int cols, unsigned seed, bool colour) {
  std::mt19937 random(seed);
  RgbFrame frame{rows, cols, {}};
  for (int i = 0; i < rows * cols; ++i) {
    const unsigned bits = random();
    for (unsigned channel = 0; channel < 3; ++channel) {
      frame.pixels.push_back(static_cast<std::uint8_t>(bits >> (colour ? 8 * channel : 0)));
    }
  }
  return frame;
}

std::unique_ptr<DcmDataset> example_ultrasound(const UltrasoundOptions& options, int frames) {
  std::vector<RgbFrame> pictures;
  for (int i = 0; i < frames; ++i) {
    pictures.push_back(example_frame(21, 30, static_cast<unsigned>(i) + 1, options.photometric == Photometric::kRgb));
  }
  return make_ultrasound(pictures, options);
}

std::vector<std::uint8_t> encode(DcmDataset& dataset, E_TransferSyntax syntax) {
  const Encoders encoders;
  const DJ_RPLossless lossless;
  const DcmRepresentationParameter* parameter = syntax == EXS_JPEGProcess14SV1 ? &lossless : nullptr;
  const OFCondition status = dataset.chooseRepresentation(syntax, parameter);
  EXPECT_TRUE(status.good()) << status.text();
  if (syntax == EXS_JPEGLSLossless) zero_padding_after_end_of_image(dataset);
  return write(dataset, syntax);
}

std::vector<std::uint8_t> encode_rubbish(DcmDataset& dataset, E_TransferSyntax syntax, int fragments) {
  auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
  std::vector<Uint8> rubbish(64, 7);
  for (int i = 0; i <= fragments; ++i) {
    auto item = std::make_unique<DcmPixelItem>(DCM_PixelItemTag);
    if (i > 0) item->putUint8Array(rubbish.data(), static_cast<unsigned long>(rubbish.size()));
    sequence->insert(item.release());
  }
  auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
  pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
  dataset.insert(pixels.release(), OFTrue);
  return write(dataset, syntax);
}

std::string refusal(const std::vector<std::uint8_t>& part10) {
  try {
    SourceImage::from_bytes(part10);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

}  // namespace sonolist::dicom::test
