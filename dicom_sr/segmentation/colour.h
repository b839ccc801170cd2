// Display colours of segments: sRGB and the CIELab of the ICC profile connection space (illuminant D50), as
// Recommended Display CIELab Value (0062,000D) encodes it (PS3.3 C.10.7.1.1).
#pragma once

#include <array>
#include <cstdint>

namespace sonolist::dicom {

// L* 0..100 to 0..65535; a* and b* -128..127 to 0..65535.
using EncodedLab = std::array<std::uint16_t, 3>;

// Pure; 8-bit sRGB (IEC 61966-2-1) to D50 by the Bradford adaptation, and back (clipped to the sRGB gamut).
EncodedLab encode_lab(const std::array<std::uint8_t, 3>& rgb);
std::array<std::uint8_t, 3> decode_lab(const EncodedLab& lab);

}  // namespace sonolist::dicom
