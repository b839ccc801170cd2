// Segment Sequence (0062,0002), PS3.3 C.8.20.2 and C.8.20.4.
#pragma once

#include <vector>

#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

class DcmItem;

namespace sonolist::dicom {

// Appends one item per segment, numbered from 1. The values are taken as checked.
void write_segment_sequence(DcmItem& dataset, const std::vector<Segment>& segments, const Algorithm& algorithm);

// The segments of a data set in the order of their numbers. Throws DicomError(kInput) when they are not 1..N or a type
// 1 attribute is missing.
std::vector<Segment> read_segment_sequence(DcmItem& dataset);

}  // namespace sonolist::dicom
