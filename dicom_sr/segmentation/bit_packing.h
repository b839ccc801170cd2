// Pixel Data of one bit per pixel (PS3.5 8.1.1, PS3.3 C.8.20.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sonolist::dicom {

// Bit k, counted over all frames, is bit (k mod 8) of byte (k div 8), least significant first: frames follow each
// other without padding between them; the total is padded to an even number of bytes with zeros. Each frame holds
// rows*cols values, 0 or non-zero. Pure.
std::vector<std::uint8_t> pack_bits(const std::vector<const std::vector<std::uint8_t>*>& frames);

// Frame `index` (0-based) of `pixels` values each, 0 or 1. Throws std::out_of_range when `packed` is too short. Pure.
std::vector<std::uint8_t> unpack_bits(const std::uint8_t* packed, std::size_t packed_size, std::size_t pixels,
                                      std::size_t index);

}  // namespace sonolist::dicom
