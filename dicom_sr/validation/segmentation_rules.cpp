#include <set>
#include <string>

#include "dicom_sr/validation/reference_rules.h"

namespace sonolist::dicom {

namespace {

constexpr const char* kSegmentNumber = "SegmentNumber (0062,0004)";
constexpr const char* kReferencedSegmentNumber = "ReferencedSegmentNumber (0062,000b)";

}  // namespace

void check_segments(const ObjectFacts& segmentation, Findings& findings) {
  const auto add = [&](const char* attribute, const std::string& sentence) {
    findings.push_back({segmentation.name, "segments", attribute, sentence});
  };
  const bool is_label_map = segmentation.segmentation_type == "LABELMAP";
  std::set<int> numbers;
  int expected = 0;
  for (const SegmentFacts& segment : segmentation.segments) {
    ++expected;
    if (!is_label_map && segment.number != expected)
      add(kSegmentNumber, "is " + std::to_string(segment.number) + " instead of " + std::to_string(expected));
    if (!numbers.insert(segment.number).second) add(kSegmentNumber, "appears twice: " + std::to_string(segment.number));
    if (segment.tracking_id.empty() != segment.tracking_uid.empty())
      add("TrackingUID (0062,0021)", "must be there with TrackingID (0062,0020) or not at all");
  }
  if (static_cast<int>(segmentation.segmentation_frames.size()) != segmentation.frames)
    add("PerFrameFunctionalGroupsSequence (5200,9230)", "does not have one item per frame");
  int frame_number = 0;
  for (const SegmentationFrameFacts& frame : segmentation.segmentation_frames) {
    ++frame_number;
    if (is_label_map && !frame.segment_number) continue;
    if (!frame.segment_number || numbers.count(*frame.segment_number) == 0)
      add(kReferencedSegmentNumber, "of frame " + std::to_string(frame_number) + " is missing or no segment");
  }
}

}  // namespace sonolist::dicom
