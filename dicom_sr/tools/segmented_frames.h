// The label maps that segmentations give the frames of one image.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/tools/segment_classes.h"

namespace sonolist::dicom {

struct NamedSegmentation {
  std::string name;                           // of its file, for messages
  const ReadSegmentation* content = nullptr;  // borrowed
};

struct LabelRules {
  std::vector<SegmentClass> classes;
  bool ignore_other_segments = false;  // segments of no class become background instead of an error
};

// A label map (rows*cols, 0 = background) for each frame that a segmentation speaks of, by frame number from 0. Pixels
// of two classes get the later one. FRACTIONAL counts from half of its maximum. Throws DicomError(kInput) naming the
// segmentation: for another size than the image's, a segment of no class, a frame that the image does not have, and for
// two segmentations that give one class on one frame (which of the two is the truth?).
std::map<int, std::vector<std::uint8_t>> label_frames(const SourceImage& image,
                                                      const std::vector<NamedSegmentation>& segmentations,
                                                      const LabelRules& rules);

}  // namespace sonolist::dicom
