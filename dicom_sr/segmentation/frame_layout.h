// Which frames a SEG stores, in which order, and how its dimensions count them (PS3.3 C.7.6.17).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

// What a stored frame is found by.
enum class Dimension { kSegment, kTime, kPatientPosition, kVolumePosition };

struct StoredFrame {
  int source_image = 0, source_frame = 0;
  int segment_number = 0;               // 0 in a label map
  std::uint32_t temporal_position = 0;  // Temporal Position Index (0020,9128), from 1; 0 without that dimension
  std::vector<std::uint32_t> indices;   // Dimension Index Values, one for each dimension: ordinals without gaps
  std::vector<std::size_t> content;     // positions in content.frames: one, in a label map all of this place
};

struct FrameLayout {
  std::vector<Dimension> dimensions;
  std::vector<StoredFrame> frames;  // in stored order, which is that of their indices
};

// Pure; sources and content are taken as checked. A label map leaves out the places at which no mask has any pixel.
FrameLayout lay_out_frames(const SourceImages& sources, const SegmentationContent& content);

}  // namespace sonolist::dicom
