#include "dicom_sr/agreement/structure_masks.h"

#include <algorithm>

#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

bool is_same_structure(const StructureMasks& structure, const Segment& segment) {
  return structure.type == segment.type && structure.laterality == segment.laterality;
}

std::size_t structure_of(std::vector<StructureMasks>& structures, const ReadSegment& segment) {
  const auto found = std::find_if(structures.begin(), structures.end(), [&](const StructureMasks& structure) {
    return is_same_structure(structure, segment);
  });
  if (found != structures.end()) return static_cast<std::size_t>(found - structures.begin());
  structures.push_back(
      {segment.type, segment.laterality, segment.label, segment.tracking_id, segment.tracking_uid, segment.number, {}});
  return structures.size() - 1;
}

bool is_empty(const std::vector<std::uint8_t>& mask) {
  return std::all_of(mask.begin(), mask.end(), [](std::uint8_t value) { return value == 0; });
}

// FRACTIONAL: a pixel is in the structure from a probability, or occupancy, of one half on.
std::vector<std::uint8_t> at_least_half(std::vector<std::uint8_t> mask, const ReadSegmentation& segmentation) {
  if (segmentation.type != SegmentationType::kFractional) return mask;
  std::transform(mask.begin(), mask.end(), mask.begin(), [&](std::uint8_t value) {
    return static_cast<std::uint8_t>(2 * value >= segmentation.maximum_fractional_value ? 1 : 0);
  });
  return mask;
}

void unite(std::vector<std::uint8_t>& with, const std::vector<std::uint8_t>& mask) {
  with.resize(mask.size());
  for (std::size_t i = 0; i < mask.size(); ++i) with[i] = with[i] != 0 || mask[i] != 0 ? 1 : 0;
}

}  // namespace

std::vector<StructureMasks> structure_masks(const ReadSegmentation& segmentation) {
  std::vector<StructureMasks> structures;
  std::map<int, std::size_t> by_number;
  for (const ReadSegment& segment : segmentation.segments)
    by_number[segment.number] = structure_of(structures, segment);
  for (const SegmentFrame& frame : segmentation.frames) {
    const std::vector<std::uint8_t> mask = at_least_half(frame.mask, segmentation);
    if (is_empty(mask)) continue;
    if (frame.source_image == kUnknownSource)
      refuse_input("a frame of a segmentation names no source image: it cannot be compared");
    const SourceFrame key{segmentation.images[static_cast<std::size_t>(frame.source_image)].sop_instance_uid,
                          frame.source_frame};
    unite(structures.at(by_number.at(frame.segment_number)).frames[key], mask);
  }
  structures.erase(std::remove_if(structures.begin(), structures.end(),
                                  [](const StructureMasks& structure) { return structure.frames.empty(); }),
                   structures.end());
  return structures;
}

}  // namespace sonolist::dicom
