// The masks of a segmentation by structure, whatever its segments are numbered.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/segmentation/segmentation_reader.h"

namespace sonolist::dicom {

// SOP Instance UID of a source image and 0-based frame of it.
using SourceFrame = std::pair<std::string, int>;

struct StructureMasks {
  Code type;                       // Segmented Property Type
  std::optional<Code> laterality;  // its modifier
  std::string label;               // of the first such segment
  std::string tracking_id, tracking_uid;
  int segment_number = 1;
  // Values 0 or 1, rows*cols; only frames that show a pixel.
  std::map<SourceFrame, std::vector<std::uint8_t>> frames;
};

// In the order of the segments. Several segments of the same type and laterality are one structure: their masks are
// united under the first one's number. A structure without a single pixel is left out, since it was not found. A pixel
// of a FRACTIONAL segmentation counts from half of its maximum on. Throws DicomError(kInput) for a frame that names no
// source image. Pure.
std::vector<StructureMasks> structure_masks(const ReadSegmentation& segmentation);

}  // namespace sonolist::dicom
