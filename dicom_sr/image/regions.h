// Sequence of Ultrasound Regions (0018,6011): reading it, and choosing the part of the image that is ultrasound.
#pragma once

#include <vector>

#include "dicom_sr/image/source_image.h"

class DcmItem;

namespace sonolist::dicom {

// All items in stored order. A box that reaches beyond the image by more than the one pixel by which writers differ
// (last pixel or one behind it) is clipped and marked: such a sequence belongs to another size of the image.
std::vector<UltrasoundRegion> read_regions(DcmItem& dataset, int rows, int cols);

// True for a 2D region of tissue or colour flow that has pixels in the image and was not clipped.
bool is_image_region(const UltrasoundRegion& region);

// The largest image region of at least 8 x 8 pixels, else the whole image. Pure.
PixelBox choose_analysis_box(const std::vector<UltrasoundRegion>& regions, int rows, int cols);

// Pure geometry on half-open boxes. An empty box contains nothing and lies in nothing.
bool is_empty(const PixelBox& box);
bool contains(const PixelBox& outer, const PixelBox& inner);
bool overlap(const PixelBox& a, const PixelBox& b);

}  // namespace sonolist::dicom
