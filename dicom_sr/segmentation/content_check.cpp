#include "dicom_sr/segmentation/content_check.h"

#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "dicom_sr/modules/value_check.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/label_map.h"

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

void require_segments(const SegmentationContent& content) {
  const std::vector<Segment>& segments = content.segments;
  if (segments.empty()) refuse_internal("segments is empty: a SEG needs at least one");
  const bool too_many =
      content.type == SegmentationType::kLabelMap && segments.size() > static_cast<std::size_t>(kMostLabels);
  if (too_many) refuse_internal("segments has more than the " + std::to_string(kMostLabels) + " of a label map");
  std::set<std::string> tracking_uids;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string name = "segments[" + std::to_string(i) + "]";
    require_segment(name, segments[i]);
    if (!tracking_uids.insert(segments[i].tracking_uid).second)
      refuse_internal(name + ".tracking_uid is that of another segment");
  }
}

void require_frame(const std::string& name, const SourceImages& sources, const SegmentationContent& content,
                   const SegmentFrame& frame) {
  const SourceImage& first = *sources.front();
  const std::size_t pixels = static_cast<std::size_t>(first.rows()) * static_cast<std::size_t>(first.cols());
  const int segments = static_cast<int>(content.segments.size());
  if (frame.segment_number < 1 || frame.segment_number > segments)
    refuse_internal(name + ".segment_number is no segment");
  if (frame.source_image < 0 || frame.source_image >= static_cast<int>(sources.size()))
    refuse_internal(name + ".source_image is no source");
  if (frame.source_frame < 0 || frame.source_frame >= sources[static_cast<std::size_t>(frame.source_image)]->frames())
    refuse_internal(name + ".source_frame is no frame of the source");
  if (frame.mask.size() != pixels)
    refuse_internal(name + ".mask has " + std::to_string(frame.mask.size()) + " pixels, the source has " +
                    std::to_string(pixels));
}

void require_frames(const SourceImages& sources, const SegmentationContent& content) {
  std::set<std::tuple<int, int, int>> places;
  std::set<int> segments_with_frame;
  for (std::size_t i = 0; i < content.frames.size(); ++i) {
    const SegmentFrame& frame = content.frames[i];
    const std::string name = "frames[" + std::to_string(i) + "]";
    require_frame(name, sources, content, frame);
    if (!places.insert({frame.segment_number, frame.source_image, frame.source_frame}).second)
      refuse_internal(name + " repeats the segment and source frame of another frame");
    segments_with_frame.insert(frame.segment_number);
  }
  for (std::size_t i = 0; i < content.segments.size(); ++i) {
    if (segments_with_frame.count(static_cast<int>(i) + 1) == 0)
      refuse_internal("segments[" + std::to_string(i) + "] has no frame: leave a structure out that was not found");
  }
}

// Two slices at one place would be one frame of the SEG twice, and no viewer could tell which is meant.
void require_distinct_slices(const SourceImages& sources) {
  if (sources.front()->kind() != SourceKind::kMagneticResonance) return;
  std::set<std::pair<std::array<double, 3>, std::array<double, 6>>> planes;
  for (const SourceImage* source : sources) {
    const FramePlane plane = source->plane(0).value();
    if (!planes.insert({plane.position, plane.orientation}).second)
      refuse_input("Image Position (Patient) (0020,0032) is the same in two slices of one result");
  }
}

}  // namespace

void require_segmentation_content(const SourceImages& sources, const SegmentationContent& content) {
  require_one_series(sources);
  require_distinct_slices(sources);
  require_algorithm(content.algorithm);
  require_segments(content);
  require_frames(sources, content);
}

}  // namespace sonolist::dicom
