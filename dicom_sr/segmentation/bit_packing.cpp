#include "dicom_sr/segmentation/bit_packing.h"

#include <stdexcept>

namespace sonolist::dicom {

std::vector<std::uint8_t> pack_bits(const std::vector<const std::vector<std::uint8_t>*>& frames) {
  std::size_t bits = 0;
  for (const auto* frame : frames) bits += frame->size();
  std::size_t bytes = (bits + 7) / 8;
  bytes += bytes % 2;

  std::vector<std::uint8_t> packed(bytes, 0);
  std::size_t bit = 0;
  for (const auto* frame : frames) {
    for (const std::uint8_t value : *frame) {
      if (value != 0) packed[bit >> 3] |= static_cast<std::uint8_t>(1U << (bit & 7));
      ++bit;
    }
  }
  return packed;
}

std::vector<std::uint8_t> unpack_bits(const std::uint8_t* packed, std::size_t packed_size, std::size_t pixels,
                                      std::size_t index) {
  const std::size_t first = index * pixels;
  if ((first + pixels + 7) / 8 > packed_size) throw std::out_of_range("packed pixel data ends before this frame");
  std::vector<std::uint8_t> values(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::size_t bit = first + i;
    values[i] = static_cast<std::uint8_t>((packed[bit >> 3] >> (bit & 7)) & 1U);
  }
  return values;
}

}  // namespace sonolist::dicom
