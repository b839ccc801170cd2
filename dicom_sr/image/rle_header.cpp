#include "dicom_sr/image/rle_header.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <string>

#include "dicom_sr/refusal.h"

namespace sonolist::dicom {
namespace {

constexpr std::size_t kHeaderBytes = 64;
constexpr std::uint32_t kMostSegments = 15;

std::uint32_t little_endian(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
         static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

}  // namespace

bool is_valid_rle_frame(const std::uint8_t* frame, std::size_t size) {
  if (size < kHeaderBytes) return false;
  const std::uint32_t segments = little_endian(frame);
  if (segments < 1 || segments > kMostSegments) return false;
  std::uint32_t previous = kHeaderBytes;
  for (std::uint32_t segment = 1; segment <= segments; ++segment) {
    const std::uint32_t offset = little_endian(frame + std::size_t{4} * segment);
    if (offset < previous || offset > size) return false;
    previous = offset;
  }
  return true;
}

void require_valid_rle(DcmPixelSequence& fragments) {
  for (unsigned long i = 1; i < fragments.card(); ++i) {
    DcmPixelItem* fragment = nullptr;
    Uint8* bytes = nullptr;
    const bool is_read = fragments.getItem(fragment, i).good() && fragment != nullptr &&
                         fragment->getUint8Array(bytes).good() && bytes != nullptr;
    if (!is_read || !is_valid_rle_frame(bytes, fragment->getLength()))
      refuse_input("fragment " + std::to_string(i) +
                   " of Pixel Data (7FE0,0010) has no valid RLE header; send the object again");
  }
}

}  // namespace sonolist::dicom
