// The header of an RLE Lossless frame (PS3.5 G.5), checked before DCMTK decodes it: 3.6.7 believes its offsets and
// reads beyond the frame.
#pragma once

#include <cstddef>
#include <cstdint>

class DcmPixelSequence;

namespace sonolist::dicom {

// Whether a frame of `size` bytes begins with 1 to 15 segments whose offsets ascend and lie inside it. Pure.
bool is_valid_rle_frame(const std::uint8_t* frame, std::size_t size);

// Throws DicomError(kInput) when a fragment behind the Basic Offset Table is no valid RLE frame.
void require_valid_rle(DcmPixelSequence& fragments);

}  // namespace sonolist::dicom
