#include "dicom_sr/segmentation/content_check.h"

#include <set>
#include <string>
#include <utility>

#include "dicom_sr/modules/value_check.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

void require_segment(const std::string& name, const Segment& segment) {
  require_text(name + ".label", segment.label, kLongString, ErrorClass::kConfiguration);
  require_free_text(name + ".description", segment.description, kShortText, ErrorClass::kConfiguration);
  require_code(name + ".category", segment.category, ErrorClass::kConfiguration);
  require_code(name + ".type", segment.type, ErrorClass::kConfiguration);
  if (segment.anatomic_region)
    require_code(name + ".anatomic_region", *segment.anatomic_region, ErrorClass::kConfiguration);
  require_text(name + ".tracking_id", segment.tracking_id, kLongString);
  require_uid(name + ".tracking_uid", segment.tracking_uid);
}

void require_segments(const std::vector<Segment>& segments) {
  if (segments.empty()) refuse_internal("segments is empty: a SEG needs at least one");
  std::set<std::string> tracking_uids;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string name = "segments[" + std::to_string(i) + "]";
    require_segment(name, segments[i]);
    if (!tracking_uids.insert(segments[i].tracking_uid).second)
      refuse_internal(name + ".tracking_uid is that of another segment");
  }
}

void require_frames(const SourceImage& source, const SegmentationContent& content) {
  const std::size_t pixels = static_cast<std::size_t>(source.rows()) * static_cast<std::size_t>(source.cols());
  const int segments = static_cast<int>(content.segments.size());
  std::set<std::pair<int, int>> places;
  std::set<int> segments_with_frame;
  for (std::size_t i = 0; i < content.frames.size(); ++i) {
    const SegmentFrame& frame = content.frames[i];
    const std::string name = "frames[" + std::to_string(i) + "]";
    if (frame.segment_number < 1 || frame.segment_number > segments)
      refuse_internal(name + ".segment_number is no segment");
    if (frame.source_frame < 0 || frame.source_frame >= source.frames())
      refuse_internal(name + ".source_frame is no frame of the source");
    if (frame.mask.size() != pixels)
      refuse_internal(name + ".mask has " + std::to_string(frame.mask.size()) + " pixels, the source has " +
                      std::to_string(pixels));
    if (!places.insert({frame.segment_number, frame.source_frame}).second)
      refuse_internal(name + " repeats the segment and source frame of another frame");
    segments_with_frame.insert(frame.segment_number);
  }
  for (int number = 1; number <= segments; ++number) {
    if (segments_with_frame.count(number) == 0)
      refuse_internal("segments[" + std::to_string(number - 1) +
                      "] has no frame: leave a structure out that was not found");
  }
}

}  // namespace

void require_segmentation_content(const SourceImage& source, const SegmentationContent& content) {
  require_algorithm(content.algorithm);
  require_segments(content.segments);
  require_frames(source, content);
}

}  // namespace sonolist::dicom
