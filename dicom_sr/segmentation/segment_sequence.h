// Segment Sequence (0062,0002), PS3.3 C.8.20.2 and C.8.20.4.
#pragma once

#include <vector>

#include "dicom_sr/segmentation/segmentation_reader.h"

class DcmItem;

namespace sonolist::dicom {

// Appends one item per segment, numbered from 1. The values are taken as checked. A label map gets a Background segment
// of number 0 before them and Pixel Padding Value (0028,0120) 0.
void write_segment_sequence(DcmItem& dataset, const SegmentationContent& content);

// The segments of a data set in stored order. Throws DicomError(kInput) when they are not numbered 1..N (a label map:
// any numbers, each once) or a type 1 attribute is missing.
std::vector<ReadSegment> read_segment_sequence(DcmItem& dataset, SegmentationType type);

}  // namespace sonolist::dicom
