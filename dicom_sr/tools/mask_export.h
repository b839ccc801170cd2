// The masks of a SEG as plain pictures, so that a check can compare them bit for bit.
#pragma once

#include <string>

#include "dicom_sr/segmentation/segmentation_reader.h"

namespace sonolist::dicom {

// Writes frame-0001.pgm, frame-0002.pgm, ... (P5, 0 or 255, in stored order) and index.json into `folder`, which is
// made when absent: {"rows", "cols", "sop_instance_uid", "source_sop_instance_uid", "frames": [{"file",
// "segment_number", "label", "source_frame"}]}, source_frame from 0. Throws DicomError(kInternal) when a file cannot be
// written.
void export_masks(const ReadSegmentation& segmentation, const std::string& folder);

}  // namespace sonolist::dicom
