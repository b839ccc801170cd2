// Writes a DICOM Segmentation (PS3.3 A.51) of an ultrasound image: BINARY, one segment per structure found.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/image/source_image.h"
#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/segmentation/bit_packing.h"

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

// One binary frame: 0 or 1 per pixel, row-major, full source size (rows*cols).
struct SegmentFrame {
  int segment_number = 1;  // 1-based
  int source_frame = 0;    // 0-based frame of the source image
  std::vector<std::uint8_t> mask;
};

// kViewer: synthetic Frame of Reference, identity orientation, position 0 (what OHIF 3.13.2 displays; a display
// convention, not measured geometry). kStrict: no geometry claim at all.
enum class Geometry { kViewer, kStrict };

struct SegmentationContent {
  Algorithm algorithm;
  std::vector<Segment> segments;     // at least one
  std::vector<SegmentFrame> frames;  // at least one per segment; written sorted by (segment, source frame)
  std::string sop_instance_uid;
  std::string series_instance_uid;
  int series_number = 0;                   // at least 1
  std::string content_date, content_time;  // DA, TM; in the source's time zone (0008,0201), else local time
  Geometry geometry = Geometry::kViewer;
};

// The complete data set (Explicit VR Little Endian when written). Bits are packed here, not by dcmseg, whose
// 3.6.7 packing is wrong for sizes that are no multiple of 8. Throws DicomError naming the field that is wrong.
std::unique_ptr<DcmDataset> make_segmentation(const SourceImage& source, const SegmentationContent& content);

}  // namespace sonolist::dicom
