// The images that were read, as TID 1600 "Image Library".
#pragma once

#include "dicom_sr/image/source_images.h"
#include "dicom_sr/report/tree_builder.h"

namespace sonolist::dicom {

// One group with every image and its modality, rows and columns (TID 1601, 1602). Throws DicomError(kInput) when an
// image is of a modality other than US, IVUS, MR or CT.
void append_image_library(TreeBuilder& tree, const SourceImages& sources);

}  // namespace sonolist::dicom
