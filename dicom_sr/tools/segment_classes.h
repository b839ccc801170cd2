// Which class of a data set a segment of a SEG is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

struct SegmentClass {
  std::string name;
  std::optional<Code> type;  // Segmented Property Type; without meaning when it was given as SCHEME:VALUE
};

// "nerve", whose code is that of the known structure of this name if there is one, or "nerve=SCT:3057000". Throws
// DicomError(kConfiguration) for another form.
SegmentClass parse_segment_class(const std::string& text);

// 1 for the first class, and so on; 0 for none. The class that is named as the segment's label comes first (letter
// case, spaces, '_' and '-' do not count), then the one with the code of its Segmented Property Type.
std::uint8_t class_of_segment(const Segment& segment, const std::vector<SegmentClass>& classes);

}  // namespace sonolist::dicom
