#include "dicom_sr/segmentation/stored_pixels.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstring>
#include <string>

#include "dicom_sr/image/codecs.h"
#include "dicom_sr/image/rle_header.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/bit_packing.h"

namespace sonolist::dicom {

namespace {

// A run of PackBits is two bytes for at most 128 (PS3.5 G.3.1).
constexpr std::size_t kMostRleExpansion = 64;

std::size_t stored_bytes(std::size_t pixels, std::size_t frames, int bits) {
  return bits == 1 ? (pixels * frames + 7) / 8 : pixels * frames * static_cast<std::size_t>(bits / 8);
}

// The bytes of all fragments. Every codec needs at least one fragment for a frame, behind the Basic Offset Table.
std::size_t fragment_bytes(DcmPixelSequence& sequence, std::size_t frames) {
  if (sequence.card() < frames + 1)
    refuse_input("Pixel Data (7FE0,0010) holds fewer fragments than Number of Frames (0028,0008) says");
  std::size_t bytes = 0;
  for (unsigned long i = 1; i < sequence.card(); ++i) {
    DcmPixelItem* fragment = nullptr;
    if (sequence.getItem(fragment, i).good() && fragment != nullptr) bytes += fragment->getLength();
  }
  return bytes;
}

void decode(DcmDataset& dataset, DcmElement& element, std::size_t needed, std::size_t frames, int bits) {
  const DcmXfer syntax(dataset.getCurrentXfer());
  const std::string name = std::string("Transfer syntax ") + syntax.getXferName();
  if (bits == 1) refuse_input(name + " is not supported for Bits Allocated (0028,0100) 1");
  auto* pixels = dynamic_cast<DcmPixelData*>(&element);
  DcmPixelSequence* sequence = nullptr;
  E_TransferSyntax coding = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  if (pixels != nullptr) pixels->getCurrentRepresentationKey(coding, parameter);
  if (pixels == nullptr || pixels->getEncapsulatedRepresentation(coding, parameter, sequence).bad())
    refuse_input("Pixel Data (7FE0,0010) is not encapsulated although the transfer syntax says so");
  const std::size_t compressed = fragment_bytes(*sequence, frames);
  if (syntax.getXfer() == EXS_RLELossless) require_valid_rle(*sequence);
  if (syntax.getXfer() == EXS_RLELossless && needed > kMostRleExpansion * compressed)
    refuse_input("Pixel Data (7FE0,0010) is shorter than rows x columns x frames");
  register_codecs();
  const OFCondition decoded = dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
  if (decoded.bad()) refuse_input(name + " of the Pixel Data (7FE0,0010) cannot be decoded: " + decoded.text());
}

}  // namespace

StoredPixels::StoredPixels(DcmDataset& dataset, std::size_t pixels_per_frame, std::size_t frames, int bits)
    : pixels_(pixels_per_frame), bits_(bits) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad()) refuse_input("Pixel Data (7FE0,0010) is missing");
  const std::size_t needed = stored_bytes(pixels_, frames, bits_);
  const bool encapsulated = DcmXfer(dataset.getCurrentXfer()).isEncapsulated();
  if (!encapsulated && element->getLength() < needed)
    refuse_input("Pixel Data (7FE0,0010) is shorter than rows x columns x frames");
  if (pixels_ * frames > kMostMaskBytes || needed > kMostMaskBytes)
    refuse_input("Rows x Columns x Number of Frames (0028,0008) is more than 1 GiB of masks, which is not read");
  if (encapsulated) decode(dataset, *element, needed, frames, bits_);

  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  // Words are held in the machine's order; Implicit VR makes every Pixel Data words.
  const bool found = element->getVR() == EVR_OW ? element->getUint16Array(words).good() && words != nullptr
                                                : element->getUint8Array(bytes).good() && bytes != nullptr;
  if (!found) refuse_input("Pixel Data (7FE0,0010) is empty");
  bytes_ = bytes != nullptr ? bytes : reinterpret_cast<const std::uint8_t*>(words);
  size_ = element->getLength();
  if (size_ < needed) refuse_input("Pixel Data (7FE0,0010) is shorter than rows x columns x frames");
}

std::vector<std::uint8_t> StoredPixels::frame8(std::size_t index) const {
  if (bits_ == 1) return unpack_bits(bytes_, size_, pixels_, index);
  const std::uint8_t* begin = bytes_ + index * pixels_;
  return {begin, begin + pixels_};
}

std::vector<std::uint16_t> StoredPixels::frame16(std::size_t index) const {
  if (bits_ == 8) {
    const std::uint8_t* begin = bytes_ + index * pixels_;
    return {begin, begin + pixels_};
  }
  std::vector<std::uint16_t> values(pixels_);
  std::memcpy(values.data(), bytes_ + index * pixels_ * sizeof(std::uint16_t), pixels_ * sizeof(std::uint16_t));
  return values;
}

}  // namespace sonolist::dicom
