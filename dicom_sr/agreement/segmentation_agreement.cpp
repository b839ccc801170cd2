#include "dicom_sr/agreement/segmentation_agreement.h"

#include <algorithm>
#include <map>

#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

struct Comparison {
  GridSize frame;  // one plane
  std::vector<SourceFrame> order;
  GridSpacing spacing;
  bool is_volume = false;
};

void require_known_frames(const std::vector<StructureMasks>& structures, const std::map<SourceFrame, int>& places,
                          const std::string& whose) {
  for (const StructureMasks& structure : structures) {
    for (const auto& [frame, mask] : structure.frames) {
      if (places.count(frame) == 0)
        refuse_input(whose + " segmentation shows a frame that is not of the images compared");
    }
  }
}

// The planes from the first to the last one that either mask shows (of a volume), or only those that either shows.
std::vector<SourceFrame> planes_of(const StructureMasks& a, const StructureMasks& b, const Comparison& comparison) {
  std::vector<SourceFrame> planes;
  std::size_t last_shown = 0;
  for (const SourceFrame& frame : comparison.order) {
    const bool shown = a.frames.count(frame) > 0 || b.frames.count(frame) > 0;
    // A gap inside a volume is a plane too, and not a step nearer.
    if (shown || (comparison.is_volume && !planes.empty())) planes.push_back(frame);
    if (shown) last_shown = planes.size();
  }
  planes.resize(last_shown);
  return planes;
}

GridMask stack(const StructureMasks& structure, const std::vector<SourceFrame>& planes, const GridSize& frame) {
  GridMask mask{{static_cast<int>(planes.size()), frame.rows, frame.cols}, {}};
  mask.values.resize(mask.size.count());
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const auto found = structure.frames.find(planes[i]);
    if (found == structure.frames.end()) continue;
    std::copy(found->second.begin(), found->second.end(),
              mask.values.begin() + static_cast<std::ptrdiff_t>(i * frame.count()));
  }
  return mask;
}

GridMask plane_of(const GridMask& mask, std::size_t plane) {
  const GridSize size{1, mask.size.rows, mask.size.cols};
  const auto begin = mask.values.begin() + static_cast<std::ptrdiff_t>(plane * size.count());
  return {size, {begin, begin + static_cast<std::ptrdiff_t>(size.count())}};
}

PixelBox box_of_union(const GridMask& a, const GridMask& b) {
  PixelBox box{a.size.rows, a.size.cols, 0, 0};
  for (int row = 0; row < a.size.rows; ++row) {
    for (int col = 0; col < a.size.cols; ++col) {
      const auto i =
          static_cast<std::size_t>(row) * static_cast<std::size_t>(a.size.cols) + static_cast<std::size_t>(col);
      if (a.values[i] == 0 && b.values[i] == 0) continue;
      box = {std::min(box.row_begin, row), std::min(box.col_begin, col), std::max(box.row_end, row + 1),
             std::max(box.col_end, col + 1)};
    }
  }
  return box;
}

void compare_every_frame(const GridMask& a, const GridMask& b, const std::vector<SourceFrame>& planes,
                         const GridSpacing& spacing, StructureAgreement& agreement) {
  std::size_t largest = 0;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const GridMask plane_a = plane_of(a, i);
    const GridMask plane_b = plane_of(b, i);
    const Overlap overlap = compare_masks(plane_a, plane_b, spacing);
    const std::size_t both = overlap.pixels_a + overlap.pixels_b - overlap.common_pixels;
    if (both == 0) continue;  // a gap of a volume
    agreement.frames.push_back({planes[i], overlap});
    if (both <= largest) continue;
    largest = both;
    agreement.largest_frame = planes[i];
    agreement.region = box_of_union(plane_a, plane_b);
  }
}

void compare_structures(const StructureMasks& ours, const StructureMasks& reference, const Comparison& comparison,
                        StructureAgreement& agreement) {
  const std::vector<SourceFrame> planes = planes_of(ours, reference, comparison);
  const GridMask a = stack(ours, planes, comparison.frame);
  const GridMask b = stack(reference, planes, comparison.frame);
  agreement.overlap =
      comparison.is_volume ? compare_masks(a, b, comparison.spacing) : compare_frames(a, b, comparison.spacing);
  compare_every_frame(a, b, planes, comparison.spacing, agreement);
}

StructureAgreement named_after(const StructureMasks& structure, FoundIn found_in) {
  StructureAgreement agreement;
  agreement.type = structure.type;
  agreement.laterality = structure.laterality;
  agreement.label = structure.label;
  agreement.tracking_id = structure.tracking_id;
  agreement.tracking_uid = structure.tracking_uid;
  agreement.found_in = found_in;
  return agreement;
}

const StructureMasks* find_counterpart(const std::vector<StructureMasks>& among, const StructureMasks& structure) {
  const auto found = std::find_if(among.begin(), among.end(), [&](const StructureMasks& other) {
    return other.type == structure.type && other.laterality == structure.laterality;
  });
  return found != among.end() ? &*found : nullptr;
}

}  // namespace

SegmentationAgreement compare_segmentations(const ReadSegmentation& ours, const ReadSegmentation& reference,
                                            const std::vector<SourceFrame>& order,
                                            const std::optional<GridSpacing>& spacing, bool is_volume) {
  if (ours.rows != reference.rows || ours.cols != reference.cols)
    refuse_input("the two segmentations differ in Rows or Columns: they are of different images");
  if (is_volume && !spacing) refuse_internal("a volume can only be compared with a spacing");
  std::map<SourceFrame, int> places;
  for (const SourceFrame& frame : order) places.emplace(frame, static_cast<int>(places.size()));
  const std::vector<StructureMasks> our_structures = structure_masks(ours);
  const std::vector<StructureMasks> their_structures = structure_masks(reference);
  require_known_frames(our_structures, places, "our");
  require_known_frames(their_structures, places, "the person's");

  const Comparison comparison{{1, ours.rows, ours.cols}, order, spacing.value_or(GridSpacing{}), is_volume};
  SegmentationAgreement agreement;
  agreement.is_calibrated = spacing.has_value();
  agreement.is_volume = is_volume;
  for (const StructureMasks& structure : our_structures) {
    const StructureMasks* other = find_counterpart(their_structures, structure);
    StructureAgreement one = named_after(structure, other != nullptr ? FoundIn::kBoth : FoundIn::kOnlyOurs);
    one.our_segment = structure.segment_number;
    if (other != nullptr) one.reference_segment = other->segment_number;
    compare_structures(structure, other != nullptr ? *other : StructureMasks{}, comparison, one);
    agreement.structures.push_back(std::move(one));
  }
  for (const StructureMasks& structure : their_structures) {
    if (find_counterpart(our_structures, structure) != nullptr) continue;
    StructureAgreement one = named_after(structure, FoundIn::kOnlyReference);
    one.reference_segment = structure.segment_number;
    compare_structures(StructureMasks{}, structure, comparison, one);
    agreement.structures.push_back(std::move(one));
  }
  return agreement;
}

}  // namespace sonolist::dicom
