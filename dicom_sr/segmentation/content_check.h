// Refuses what no conformant SEG can hold, before anything is written.
#pragma once

#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

// Throws DicomError naming the field: kInput for sources that cannot share a SEG, kConfiguration for algorithm and
// codes (they come from a model package), kInternal for masks, numbers and UIDs.
void require_segmentation_content(const SourceImages& sources, const SegmentationContent& content);

}  // namespace sonolist::dicom
