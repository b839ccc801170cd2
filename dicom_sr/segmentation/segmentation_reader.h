// Reads a DICOM Segmentation, whoever wrote it, back into plain masks.
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

struct ReadSegment : Segment {
  int number = 0;  // Segment Number (0062,0004); in a label map any, also with gaps
};

// An image that the segmentation names, in Referenced Series Sequence or in a frame's Derivation Image macro.
struct ReferencedImage {
  std::string sop_class_uid, sop_instance_uid;
};

inline constexpr int kUnknownSource = -1;

struct ReadSegmentation {
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
  std::string frame_of_reference_uid;   // empty without one
  std::string source_sop_instance_uid;  // of the first frame; empty when it names none
  SegmentationType type = SegmentationType::kBinary;
  int maximum_fractional_value = 0;     // FRACTIONAL: the mask value of probability or occupancy 1; else 0
  std::string fractional_type;          // FRACTIONAL: PROBABILITY or OCCUPANCY; else empty
  std::vector<ReferencedImage> images;  // each instance once
  int rows = 0, cols = 0;
  std::vector<ReadSegment> segments;  // in stored order, without the background of a label map
  // In stored order. source_image is an index in `images`, or kUnknownSource where a frame names no image (it is then
  // placed by its plane macros, in frame_of_reference_uid); source_frame is then 0. Of several source images of one
  // frame the first counts. Masks are 0 or 1; of FRACTIONAL 0 to maximum_fractional_value. A frame of a label map
  // becomes one mask for each segment that has a pixel in it, by ascending number: none for an empty one.
  std::vector<SegmentFrame> frames;
};

// BINARY, FRACTIONAL and LABELMAP (8 or 16 bits) of Segmentation and Label Map Segmentation Storage; macros shared or
// per frame. Compressed pixel data is decoded in place (RLE, and what else DCMTK decodes). Throws DicomError(kInput)
// naming the attribute that is missing or wrong, and when the masks would take more than 1 GiB: nothing of a size that
// the pixel data cannot hold is allocated.
ReadSegmentation read_segmentation(DcmDataset& dataset);

// The segment of a number that a frame of `segmentation` has. Throws std::out_of_range for another number.
const ReadSegment& segment_numbered(const ReadSegmentation& segmentation, int number);

}  // namespace sonolist::dicom
