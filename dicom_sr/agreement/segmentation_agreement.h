// How well our segmentation and that of a person agree, structure by structure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/agreement/overlap.h"
#include "dicom_sr/agreement/structure_masks.h"
#include "dicom_sr/image/source_image.h"

namespace sonolist::dicom {

struct FrameAgreement {
  SourceFrame frame;
  Overlap overlap;
};

enum class FoundIn { kBoth, kOnlyOurs, kOnlyReference };

struct StructureAgreement {
  Code type;
  std::optional<Code> laterality;
  std::string label;                      // ours, or the person's where ours lacks the structure
  std::string tracking_id, tracking_uid;  // of the same; empty when it has none
  FoundIn found_in = FoundIn::kBoth;
  std::optional<int> our_segment, reference_segment;  // segment numbers
  Overlap overlap;                                    // a: ours, b: the person's; over all frames
  std::vector<FrameAgreement> frames;                 // every frame that either shows, in the order of `order`
  SourceFrame largest_frame;                          // the first frame on which the union of both is largest
  PixelBox region;                                    // around that union
};

struct SegmentationAgreement {
  // In our order, then those that only the person has.
  std::vector<StructureAgreement> structures;
  bool is_calibrated = false;  // distances in mm, else in pixels
  bool is_volume = false;      // distances in three dimensions
};

// `order`: every frame of the sources in the order of the series, or of the volume. `spacing` is absent for an image
// that is not calibrated; lengths are then in pixels (of 1 x 1). `is_volume`: the frames of `order` are neighbours in
// space, `spacing->plane` apart; needs a spacing. Structures are paired by Segmented Property Type and laterality; the
// labels are only text. Throws DicomError(kInput) when the two differ in rows or columns, or when a frame is of an
// image that `order` does not hold (it would be compared with nothing). Pure.
SegmentationAgreement compare_segmentations(const ReadSegmentation& ours, const ReadSegmentation& reference,
                                            const std::vector<SourceFrame>& order,
                                            const std::optional<GridSpacing>& spacing, bool is_volume = false);

}  // namespace sonolist::dicom
