// Multi-frame Dimension and Multi-frame Functional Groups of a SEG (PS3.3 C.7.6.17, C.7.6.16, table A.51-2).
#pragma once

#include <vector>

#include "dicom_sr/segmentation/segmentation_writer.h"

class DcmItem;

namespace sonolist::dicom {

// Dimension 1 is the segment; a multi-frame source adds dimension 2, the temporal position.
void write_dimensions(const SourceImage& source, const SegmentationContent& content, DcmItem& dataset);

// Shared Functional Groups (one item, perhaps empty) and one item per frame in the order given, which is that of the
// pixels: frame content, segment, and the one source frame that the mask was derived from.
void write_functional_groups(const SourceImage& source, const SegmentationContent& content,
                             const std::vector<const SegmentFrame*>& frames, DcmItem& dataset);

}  // namespace sonolist::dicom
