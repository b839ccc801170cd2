#include "dicom_sr/image/pixel_decoder.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>

#include <algorithm>

#include "dicom_sr/image/codecs.h"
#include "dicom_sr/image/rle_header.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {
namespace {

constexpr int kLargestSide = 8192;
constexpr std::int64_t kMostFrames = 100'000;

int unsigned_short(DcmDataset& dataset, const DcmTagKey& tag) {
  Uint16 value = 0;
  dataset.findAndGetUint16(tag, value);
  return value;
}

std::string text(DcmDataset& dataset, const DcmTagKey& tag) {
  OFString value;
  dataset.findAndGetOFString(tag, value);
  return {value.c_str(), value.size()};
}

void check_transfer_syntax(DcmDataset& dataset) {
  register_codecs();
  const DcmXfer syntax(dataset.getOriginalXfer());
  if (syntax.isEncapsulated() && !DcmCodecList::canChangeCoding(syntax.getXfer(), EXS_LittleEndianExplicit)) {
    refuse_input(std::string("the transfer syntax ") + syntax.getXferName() +
                 " cannot be decoded; send the image uncompressed, or as RLE, JPEG or JPEG-LS");
  }
}

// Absent means one frame (PS3.3 C.7.6.6 applies to multi-frame objects only).
int number_of_frames(DcmDataset& dataset) {
  if (!dataset.tagExistsWithValue(DCM_NumberOfFrames)) return 1;
  Sint32 frames = 0;
  if (dataset.findAndGetSint32(DCM_NumberOfFrames, frames).bad() || frames < 1 || frames > kMostFrames) {
    refuse_input("Number of Frames (0028,0008) is no number from 1 to " + std::to_string(kMostFrames));
  }
  return frames;
}

std::int64_t uncompressed_bytes(DcmDataset& dataset, const PixelShape& shape) {
  const std::int64_t pixels = std::int64_t{shape.rows} * shape.cols * shape.frames;
  const std::int64_t sample_bytes = (unsigned_short(dataset, DCM_BitsAllocated) + 7) / 8;
  // One Cb and one Cr for two pixels (PS3.3 C.7.6.3.1.2).
  if (text(dataset, DCM_PhotometricInterpretation) == "YBR_FULL_422") return pixels * 2 * sample_bytes;
  return pixels * sample_bytes * std::max(1, unsigned_short(dataset, DCM_SamplesPerPixel));
}

void check_uncompressed(DcmDataset& dataset, DcmElement& pixels, const PixelShape& shape) {
  const std::int64_t needed = uncompressed_bytes(dataset, shape);
  if (std::int64_t{pixels.getLength()} < needed) {
    refuse_input("Pixel Data (7FE0,0010) holds " + std::to_string(pixels.getLength()) +
                 " bytes where the size of the image needs " + std::to_string(needed) + "; send the object again");
  }
}

void check_encapsulated(DcmElement& element, const PixelShape& shape) {
  auto* pixels = dynamic_cast<DcmPixelData*>(&element);
  DcmPixelSequence* fragments = nullptr;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  if (pixels != nullptr) pixels->getCurrentRepresentationKey(syntax, parameter);
  if (pixels == nullptr || pixels->getEncapsulatedRepresentation(syntax, parameter, fragments).bad()) {
    refuse_input("Pixel Data (7FE0,0010) is not encapsulated although the transfer syntax says so");
  }
  // The first item is the Basic Offset Table.
  if (fragments->card() < static_cast<unsigned long>(shape.frames) + 1) {
    refuse_input("Pixel Data (7FE0,0010) holds fewer fragments than Number of Frames says; send the object again");
  }
  if (syntax == EXS_RLELossless) require_valid_rle(*fragments);
}

std::vector<std::uint8_t> grey_to_rgb(const std::vector<std::uint8_t>& grey) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(grey.size() * 3);
  for (const std::uint8_t value : grey) rgb.insert(rgb.end(), 3, value);
  return rgb;
}

bool is_inverse(DcmDataset& dataset) {
  return text(dataset, DCM_PhotometricInterpretation) == "MONOCHROME1";
}

// 8 bits are shown as stored. More are windowed: by the data set's window, else from darkest to brightest.
void choose_window(DicomImage& image, DcmDataset& dataset) {
  if (!image.isMonochrome()) return;
  // DCMTK's own inversion rounds some values wrongly by one: it is switched off, and done afterwards.
  if (is_inverse(dataset)) image.setPolarity(EPP_Reverse);
  if (unsigned_short(dataset, DCM_BitsStored) <= 8) {
    image.setNoVoiTransformation();
  } else if (image.getWindowCount() == 0 || image.setWindow(0) == 0) {
    image.setMinMaxWindow();
  }
}

}  // namespace

PixelShape check_pixels(DcmDataset& dataset) {
  check_transfer_syntax(dataset);
  const PixelShape shape{unsigned_short(dataset, DCM_Rows), unsigned_short(dataset, DCM_Columns),
                         number_of_frames(dataset)};
  if (shape.rows < 1 || shape.cols < 1 || shape.rows > kLargestSide || shape.cols > kLargestSide) {
    refuse_input("Rows (0028,0010) and Columns (0028,0011) must be 1 to " + std::to_string(kLargestSide));
  }
  const int bits = unsigned_short(dataset, DCM_BitsAllocated);
  if (bits != 8 && bits != 16) refuse_input("Bits Allocated (0028,0100) must be 8 or 16");
  DcmElement* pixels = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, pixels).bad() || pixels == nullptr) {
    refuse_input("there is no Pixel Data (7FE0,0010); send an image");
  }
  if (DcmXfer(dataset.getOriginalXfer()).isEncapsulated()) {
    check_encapsulated(*pixels, shape);
  } else {
    check_uncompressed(dataset, *pixels, shape);
  }
  return shape;
}

RgbFrame decode_frame(DcmDataset& dataset, const PixelShape& shape, int frame) {
  register_codecs();
  const std::string name = "frame " + std::to_string(frame + 1) + " cannot be decoded: ";
  // Partial access decodes only the frame asked for instead of the whole cine.
  DicomImage image(&dataset, dataset.getOriginalXfer(), CIF_UsePartialAccessToPixelData,
                   static_cast<unsigned long>(frame), 1);
  if (image.getStatus() != EIS_Normal) refuse_input(name + DicomImage::getString(image.getStatus()));
  const bool same_size = image.getWidth() == static_cast<unsigned long>(shape.cols) &&
                         image.getHeight() == static_cast<unsigned long>(shape.rows);
  if (!same_size) refuse_input(name + "its size differs from Rows and Columns");
  image.removeAllOverlays();
  choose_window(image, dataset);

  const std::size_t samples = image.isMonochrome() ? 1 : 3;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.cols) *
                                   samples);
  if (image.getOutputData(pixels.data(), static_cast<unsigned long>(pixels.size()), 8) == 0) {
    refuse_input(name + "its pixel data is damaged");
  }
  if (samples == 1 && is_inverse(dataset)) {
    std::transform(pixels.begin(), pixels.end(), pixels.begin(),
                   [](std::uint8_t value) { return static_cast<std::uint8_t>(255 - value); });
  }
  return {shape.rows, shape.cols, samples == 1 ? grey_to_rgb(pixels) : std::move(pixels)};
}

}  // namespace sonolist::dicom
