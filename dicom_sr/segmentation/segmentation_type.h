// The ways in which a SEG encodes what is a segment and what is not (PS3.3 C.8.20.2.3).
#pragma once

namespace sonolist::dicom {

enum class SegmentationType {
  kBinary,      // 1 bit a pixel, a frame for each segment; segments may overlap
  kFractional,  // 8 bits a pixel, probabilities, a frame for each segment
  kLabelMap     // the pixel value is the segment's number; no overlap (Supplement 243, DICOM 2024d)
};

// DCMTK knows this UID from 3.6.8 on.
inline constexpr const char* kLabelMapSegmentationStorage = "1.2.840.10008.5.1.4.1.1.66.7";

// Segmentation Type (0062,0001) and the SOP class that holds it.
const char* segmentation_type_name(SegmentationType type);
const char* segmentation_sop_class(SegmentationType type);

}  // namespace sonolist::dicom
