#include "dicom_sr/segmentation/bit_packing.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace sonolist::dicom {
namespace {

// Of at most eight values: most of a mask is empty, and is passed over eight values at a time.
bool is_empty(const std::uint8_t* values, std::size_t count) {
  std::uint64_t together = 0;
  std::memcpy(&together, values, count);
  return together == 0;
}

}  // namespace

std::vector<std::uint8_t> pack_bits(const std::vector<const std::vector<std::uint8_t>*>& frames) {
  std::size_t bits = 0;
  for (const auto* frame : frames) bits += frame->size();
  std::size_t bytes = (bits + 7) / 8;
  bytes += bytes % 2;

  std::vector<std::uint8_t> packed(bytes, 0);
  std::size_t first_bit = 0;
  for (const auto* frame : frames) {
    const std::uint8_t* const values = frame->data();
    for (std::size_t begin = 0; begin < frame->size(); begin += sizeof(std::uint64_t)) {
      const std::size_t end = std::min(begin + sizeof(std::uint64_t), frame->size());
      if (is_empty(values + begin, end - begin)) continue;
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t bit = first_bit + i;
        if (values[i] != 0) packed[bit >> 3] |= static_cast<std::uint8_t>(1U << (bit & 7));
      }
    }
    first_bit += frame->size();
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
