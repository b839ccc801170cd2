// Writes a DICOM Segmentation (PS3.3 A.51) of an image or a series, one segment per structure found.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/image/source_images.h"
#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/segmentation/segmentation_type.h"

class DcmDataset;

namespace sonolist::dicom {

// One structure. Segment numbers are 1..N in the order given.
struct Segment {
  std::string label;        // "Sciatic nerve" (LO 64)
  std::string description;  // free text (ST)
  Code category;            // (0062,0003)
  Code type;                // (0062,000F)
  std::optional<Code> anatomic_region;
  std::array<std::uint8_t, 3> colour_rgb{};  // converted to CIELab for (0062,000D)
  std::string tracking_id;                   // equal to the SR's
  std::string tracking_uid;
  std::optional<Code> laterality;  // modifier of the type (0062,0011), CID 244
};

// One segment on one frame of a source: a value per pixel, row-major, full source size (rows*cols). kBinary and
// kLabelMap: 0 or 1. kFractional: round(255 * probability).
struct SegmentFrame {
  int segment_number = 1;  // 1-based
  int source_frame = 0;    // 0-based frame of the source image
  std::vector<std::uint8_t> mask;
  int source_image = 0;  // 0-based index in the sources
};

// What a SEG of ultrasound, which knows no geometry, states about it. kViewer: synthetic Frame of Reference, identity
// orientation, position 0 (what OHIF 3.13.2 displays; a display convention, not measured geometry). kStrict: no
// geometry claim at all. MR and volumes carry their own geometry in both modes.
enum class Geometry { kViewer, kStrict };

struct SegmentationContent {
  Algorithm algorithm;
  std::vector<Segment> segments;     // at least one
  std::vector<SegmentFrame> frames;  // at least one per segment, in any order
  std::string sop_instance_uid;
  std::string series_instance_uid;
  int series_number = 0;                   // at least 1
  std::string content_date, content_time;  // DA, TM; in the source's time zone (0008,0201), else local time
  Geometry geometry = Geometry::kViewer;
  SegmentationType type = SegmentationType::kBinary;
};

// The complete data set (Explicit VR Little Endian when written). Bits are packed here, not by dcmseg, whose
// 3.6.7 packing is wrong for sizes that are no multiple of 8.
//
// Frames are stored by segment, then by place: the time of a cine, the position of a slice along the normal of its
// planes, of a volume the position and then the time. A label map has one frame for each source frame that holds any
// segment; pixels of none have the value 0, which is described by a Background segment of number 0 and named by Pixel
// Padding Value (PS3.3 C.8.20.2, Supplement 243: every pixel value is described).
//
// Throws DicomError: kInput for sources that are not one series or MR slices of one position, kConfiguration for codes
// and for a label map of segments that overlap, kInternal for masks, numbers and UIDs; each names the field.
std::unique_ptr<DcmDataset> make_segmentation(const SourceImages& sources, const SegmentationContent& content);
std::unique_ptr<DcmDataset> make_segmentation(const SourceImage& source, const SegmentationContent& content);

// For each of content.frames the 1-based number of its frame in the stored object, as reports refer to it; in a label
// map 0 for a mask without any pixel, which has none. Throws as make_segmentation does.
std::vector<int> stored_frame_numbers(const SourceImages& sources, const SegmentationContent& content);

}  // namespace sonolist::dicom
