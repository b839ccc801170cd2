#include "dicom_sr/agreement/structure_masks.h"

#include <algorithm>

namespace sonolist::dicom {

namespace {

bool is_same_structure(const StructureMasks& structure, const Segment& segment) {
  return structure.type == segment.type && structure.laterality == segment.laterality;
}

std::size_t structure_of(std::vector<StructureMasks>& structures, const Segment& segment, int number) {
  const auto found = std::find_if(structures.begin(), structures.end(), [&](const StructureMasks& structure) {
    return is_same_structure(structure, segment);
  });
  if (found != structures.end()) return static_cast<std::size_t>(found - structures.begin());
  structures.push_back(
      {segment.type, segment.laterality, segment.label, segment.tracking_id, segment.tracking_uid, number, {}});
  return structures.size() - 1;
}

bool is_empty(const std::vector<std::uint8_t>& mask) {
  return std::all_of(mask.begin(), mask.end(), [](std::uint8_t value) { return value == 0; });
}

void unite(std::vector<std::uint8_t>& with, const std::vector<std::uint8_t>& mask) {
  with.resize(mask.size());
  for (std::size_t i = 0; i < mask.size(); ++i) with[i] = with[i] != 0 || mask[i] != 0 ? 1 : 0;
}

}  // namespace

std::vector<StructureMasks> structure_masks(const ReadSegmentation& segmentation) {
  std::vector<StructureMasks> structures;
  std::map<int, std::size_t> by_number;
  for (std::size_t i = 0; i < segmentation.segments.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    by_number[number] = structure_of(structures, segmentation.segments[i], number);
  }
  for (const SegmentFrame& frame : segmentation.frames) {
    if (is_empty(frame.mask)) continue;
    const SourceFrame key{segmentation.source_sop_instance_uid, frame.source_frame};
    unite(structures.at(by_number.at(frame.segment_number)).frames[key], frame.mask);
  }
  structures.erase(std::remove_if(structures.begin(), structures.end(),
                                  [](const StructureMasks& structure) { return structure.frames.empty(); }),
                   structures.end());
  return structures;
}

}  // namespace sonolist::dicom
