// Image Pixel module of a SEG (PS3.3 C.7.6.3, C.8.20.2.1).
#pragma once

#include "dicom_sr/segmentation/frame_layout.h"

class DcmItem;

namespace sonolist::dicom {

// Rows and columns are those of `source`. 1 bit a pixel for BINARY, else 8. Throws as merge_labels does.
void write_segmentation_pixels(const SourceImage& source, const SegmentationContent& content,
                               const std::vector<StoredFrame>& frames, DcmItem& dataset);

}  // namespace sonolist::dicom
