// Multi-frame Dimension and Multi-frame Functional Groups of a SEG (PS3.3 C.7.6.17, C.7.6.16, table A.51-2).
#pragma once

#include "dicom_sr/segmentation/frame_layout.h"

class DcmItem;

namespace sonolist::dicom {

class PlaneMacros;

// One dimension organization, whose UID follows from the SEG's.
void write_dimensions(const std::vector<Dimension>& dimensions, const SegmentationContent& content, DcmItem& dataset);

// Shared Functional Groups (one item, perhaps empty) and one item per frame in the order given, which is that of the
// pixels: frame content, segment (but in a label map), planes, and the one source frame that the mask was derived from.
void write_functional_groups(const SourceImages& sources, const std::vector<StoredFrame>& frames,
                             const PlaneMacros& planes, DcmItem& dataset);

}  // namespace sonolist::dicom
