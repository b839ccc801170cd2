// The image that was read, as TID 1600 "Image Library".
#pragma once

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/report/tree_builder.h"

namespace sonolist::dicom {

// One group with one image and its modality, rows and columns (TID 1601, 1602).
void append_image_library(TreeBuilder& tree, const SourceImage& source);

}  // namespace sonolist::dicom
