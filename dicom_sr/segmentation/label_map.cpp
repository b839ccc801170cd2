#include "dicom_sr/segmentation/label_map.h"

#include <string>

#include "dicom_sr/error.h"

namespace sonolist::dicom {

std::vector<std::uint8_t> merge_labels(const std::vector<const SegmentFrame*>& frames) {
  std::vector<std::uint8_t> labels(frames.front()->mask.size(), kBackgroundNumber);
  for (const SegmentFrame* frame : frames) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (frame->mask[i] == 0) continue;
      if (labels[i] != kBackgroundNumber)
        throw DicomError(ErrorClass::kConfiguration,
                         "segments " + std::to_string(labels[i]) + " and " + std::to_string(frame->segment_number) +
                             " overlap on frame " + std::to_string(frame->source_frame + 1) +
                             " of a source; a label map holds one segment per pixel, write BINARY instead");
      labels[i] = static_cast<std::uint8_t>(frame->segment_number);
    }
  }
  return labels;
}

}  // namespace sonolist::dicom
