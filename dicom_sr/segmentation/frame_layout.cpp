#include "dicom_sr/segmentation/frame_layout.h"

#include <algorithm>
#include <map>
#include <utility>

#include "dicom_sr/image/frame_planes.h"

namespace sonolist::dicom {

namespace {

using Place = std::pair<int, int>;  // source image, source frame
// One count for each dimension of a place; not the segment's. Every frame of every source has one, so that a count
// keeps its meaning when only some frames are segmented.
using Counts = std::vector<std::uint32_t>;

// Planes this close, in mm, are one position of a volume at several times.
constexpr double kSamePosition = 1e-4;

std::vector<Dimension> place_dimensions(const SourceImages& sources, SegmentationType type) {
  switch (sources.front()->kind()) {
    case SourceKind::kMagneticResonance:
      return {Dimension::kPatientPosition};
    case SourceKind::kUltrasoundVolume:
      return {Dimension::kVolumePosition, Dimension::kTime};
    case SourceKind::kUltrasound:
      break;
  }
  // A still needs none but where there would be no dimension at all.
  const bool several = sources.size() > 1 || sources.front()->is_multi_frame();
  return several || type == SegmentationType::kLabelMap ? std::vector<Dimension>{Dimension::kTime}
                                                        : std::vector<Dimension>{};
}

std::vector<Place> places_of(const SourceImages& sources) {
  std::vector<Place> places;
  for (std::size_t image = 0; image < sources.size(); ++image) {
    for (int frame = 0; frame < sources[image]->frames(); ++frame) places.emplace_back(static_cast<int>(image), frame);
  }
  return places;
}

double distance_of(const SourceImages& sources, const Place& place) {
  const FramePlane plane = sources[static_cast<std::size_t>(place.first)]->plane(place.second).value();
  return distance_along_normal(plane, sources.front()->plane(0).value());
}

std::map<Place, Counts> count_times(const std::vector<Place>& places) {
  std::map<Place, Counts> counts;
  std::uint32_t time = 0;
  for (const Place& place : places) counts[place] = {++time};
  return counts;
}

// Slices are counted along the normal; frames of a volume at one position are counted in stored order.
std::map<Place, Counts> count_positions(const SourceImages& sources, std::vector<Place> places, bool in_time) {
  std::map<Place, double> distances;
  for (const Place& place : places) distances[place] = distance_of(sources, place);
  std::stable_sort(places.begin(), places.end(),
                   [&](const Place& a, const Place& b) { return distances[a] < distances[b]; });
  std::map<Place, Counts> counts;
  std::uint32_t position = 0;
  std::uint32_t time = 0;
  double previous = 0.0;
  for (const Place& place : places) {
    const bool again = in_time && position > 0 && distances[place] - previous < kSamePosition;
    position += again ? 0 : 1;
    time = again ? time + 1 : 1;
    previous = distances[place];
    counts[place] = in_time ? Counts{position, time} : Counts{position};
  }
  return counts;
}

std::map<Place, Counts> count_places(const SourceImages& sources, const std::vector<Dimension>& dimensions) {
  const std::vector<Place> places = places_of(sources);
  if (dimensions.empty()) return {{places.front(), {}}};
  if (dimensions.front() == Dimension::kTime) return count_times(places);
  return count_positions(sources, places, dimensions.back() == Dimension::kTime);
}

bool is_blank(const std::vector<std::uint8_t>& mask) {
  return std::all_of(mask.begin(), mask.end(), [](std::uint8_t value) { return value == 0; });
}

std::vector<StoredFrame> gather(const SegmentationContent& content) {
  const bool label_map = content.type == SegmentationType::kLabelMap;
  std::map<std::pair<int, Place>, StoredFrame> gathered;
  for (std::size_t i = 0; i < content.frames.size(); ++i) {
    const SegmentFrame& frame = content.frames[i];
    if (label_map && is_blank(frame.mask)) continue;
    const int segment_number = label_map ? 0 : frame.segment_number;
    StoredFrame& stored = gathered[{segment_number, {frame.source_image, frame.source_frame}}];
    stored.source_image = frame.source_image;
    stored.source_frame = frame.source_frame;
    stored.segment_number = segment_number;
    stored.content.push_back(i);
  }
  std::vector<StoredFrame> frames;
  frames.reserve(gathered.size());
  for (auto& entry : gathered) frames.push_back(std::move(entry.second));
  return frames;
}

// Index values are ordinals without gaps (C.7.6.17.2), also where only some frames are segmented.
void close_gaps(std::vector<StoredFrame>& frames, std::size_t dimension) {
  std::map<std::uint32_t, std::uint32_t> ordinals;
  for (const StoredFrame& frame : frames) ordinals[frame.indices[dimension]] = 0;
  std::uint32_t next = 0;
  for (auto& entry : ordinals) entry.second = ++next;
  for (StoredFrame& frame : frames) frame.indices[dimension] = ordinals.at(frame.indices[dimension]);
}

}  // namespace

FrameLayout lay_out_frames(const SourceImages& sources, const SegmentationContent& content) {
  FrameLayout layout;
  layout.dimensions = place_dimensions(sources, content.type);
  layout.frames = gather(content);
  const auto counts = count_places(sources, layout.dimensions);
  const bool in_time = !layout.dimensions.empty() && layout.dimensions.back() == Dimension::kTime;
  for (StoredFrame& frame : layout.frames) {
    frame.indices = counts.at({frame.source_image, frame.source_frame});
    if (in_time) frame.temporal_position = frame.indices.back();
  }
  for (std::size_t i = 0; i < layout.dimensions.size(); ++i) close_gaps(layout.frames, i);
  if (content.type != SegmentationType::kLabelMap) {
    layout.dimensions.insert(layout.dimensions.begin(), Dimension::kSegment);
    for (StoredFrame& frame : layout.frames)
      frame.indices.insert(frame.indices.begin(), static_cast<std::uint32_t>(frame.segment_number));
  }
  std::sort(layout.frames.begin(), layout.frames.end(),
            [](const StoredFrame& a, const StoredFrame& b) { return a.indices < b.indices; });
  return layout;
}

}  // namespace sonolist::dicom
