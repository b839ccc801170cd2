// Masks of several segments as one frame of segment numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

inline constexpr int kBackgroundNumber = 0;
inline constexpr int kMostLabels = 255;  // of 8 bits a pixel, beside the background

// Each pixel the number of the segment whose mask is not 0 there, else kBackgroundNumber. `frames` are of one place, of
// one size, at least one. Throws DicomError(kConfiguration) when two of them share a pixel, naming both segments. Pure.
std::vector<std::uint8_t> merge_labels(const std::vector<const SegmentFrame*>& frames);

}  // namespace sonolist::dicom
