#include "processor/pipeline/result_builder.h"

#include <algorithm>

#include "processor/pipeline/measurement_items.h"
#include "processor/pipeline/private_codes.h"
#include "processor/pipeline/statements.h"

namespace sonolist::processor {
namespace {

using Text = std::pair<dicom::Code, std::string>;

dicom::Code to_code(const model::CodedConcept& coded) {
  return {coded.value, coded.scheme, coded.meaning};
}

std::optional<dicom::Code> to_code(const std::optional<model::CodedConcept>& coded) {
  return coded ? std::optional<dicom::Code>(to_code(*coded)) : std::nullopt;
}

// A structure and the frames on which it was found.
struct FoundStructure {
  const model::StructureClass* structure = nullptr;
  std::vector<int> frames;  // ascending, 0-based
  int largest_frame = 0;    // where its area is largest, the first such frame
  const StructureMeasurements* largest = nullptr;
};

FoundStructure find_structure(const ImageAnalysis& analysis, const model::StructureClass& structure) {
  FoundStructure found;
  found.structure = &structure;
  for (std::size_t frame = 0; frame < analysis.frames.size(); ++frame) {
    for (const StructureMeasurements& measured : analysis.frames[frame].structures) {
      if (measured.label != structure.index) continue;
      found.frames.push_back(static_cast<int>(frame));
      if (found.largest == nullptr || measured.pixel_count > found.largest->pixel_count) {
        found.largest = &measured;
        found.largest_frame = static_cast<int>(frame);
      }
    }
  }
  return found;
}

dicom::Segment segment_of(const dicom::SourceImage& source, const model::Manifest& manifest,
                          const model::StructureClass& structure) {
  dicom::Segment segment;
  segment.label = structure.label;
  segment.description = structure.label + " by " + manifest.title + ", research use";
  segment.category = to_code(structure.category);
  segment.type = to_code(structure.type);
  segment.anatomic_region = to_code(structure.anatomic_region);
  segment.colour_rgb = structure.colour_rgb;
  segment.tracking_id = structure.name;
  segment.tracking_uid = tracking_uid(source, manifest, structure);
  return segment;
}

std::vector<std::uint8_t> binary_mask(const std::vector<std::uint8_t>& labels, int label) {
  std::vector<std::uint8_t> mask(labels.size());
  std::transform(labels.begin(), labels.end(), mask.begin(),
                 [label](std::uint8_t value) { return static_cast<std::uint8_t>(value == label ? 1 : 0); });
  return mask;
}

std::vector<std::uint8_t> mask_of(const FrameAnalysis& frame, int label, dicom::SegmentationType type) {
  if (type == dicom::SegmentationType::kFractional) return frame.probabilities.at(static_cast<std::size_t>(label) - 1);
  return binary_mask(frame.labels, label);
}

dicom::SegmentationContent segmentation_content(const dicom::SourceImage& source, const model::Manifest& manifest,
                                                const ImageAnalysis& analysis, const dicom::OutputOptions& outputs,
                                                const std::vector<FoundStructure>& found) {
  dicom::SegmentationContent content;
  content.algorithm = algorithm_of(manifest);
  content.geometry = outputs.geometry;
  content.type = outputs.segmentation_type;
  for (const FoundStructure& one : found) {
    content.segments.push_back(segment_of(source, manifest, *one.structure));
    const int segment_number = static_cast<int>(content.segments.size());
    for (const int frame : one.frames) {
      content.frames.push_back(
          {segment_number, frame, mask_of(analysis.frames[frame], one.structure->index, content.type), 0});
    }
  }
  return content;
}

std::string label_of(const model::Manifest& manifest, std::uint8_t index) {
  return manifest.classes.at(static_cast<std::size_t>(index) - 1).label;
}

std::vector<Text> group_texts(const dicom::SourceImage& source, const model::Manifest& manifest,
                              const FoundStructure& found, const std::vector<StructureDistance>& distances,
                              const Statements& statements) {
  std::vector<Text> texts;
  if (source.is_multi_frame()) {
    texts.emplace_back(kFrameSelection,
                       statements.frame_selection(found.largest_frame + 1, source.frames(), found.frames.size()));
  }
  for (const StructureDistance& distance : distances) {
    texts.emplace_back(kDistanceTarget, statements.distance_target(label_of(manifest, distance.to)));
  }
  return texts;
}

dicom::MeasurementGroup measurement_group(const dicom::SourceImage& source, const model::Manifest& manifest,
                                          const ImageAnalysis& analysis, const FoundStructure& found,
                                          int segment_number, const Statements& statements) {
  std::vector<StructureDistance> distances;
  for (const StructureDistance& distance : analysis.frames[found.largest_frame].distances) {
    if (distance.from == found.structure->index) distances.push_back(distance);
  }
  dicom::MeasurementGroup group;
  group.tracking_id = found.structure->name;
  group.tracking_uid = tracking_uid(source, manifest, *found.structure);
  group.finding = to_code(found.structure->type);
  group.finding_site = to_code(found.structure->anatomic_region);
  group.segment_number = segment_number;
  group.source_frame = found.largest_frame;
  group.contour = found.largest->contour;
  group.measurements = measurement_items(*found.largest, distances, analysis.calibration.has_value(), manifest);
  group.texts = group_texts(source, manifest, found, distances, statements);
  return group;
}

// Which frame of the stored SEG shows a group's structure on its frame of the source.
void refer_to_stored_frames(const dicom::SourceImage& source, const dicom::SegmentationContent& content,
                            std::vector<dicom::MeasurementGroup>& groups) {
  const std::vector<int> numbers = dicom::stored_frame_numbers({&source}, content);
  for (dicom::MeasurementGroup& group : groups) {
    const auto shown =
        std::find_if(content.frames.begin(), content.frames.end(), [&](const dicom::SegmentFrame& frame) {
          return frame.segment_number == group.segment_number && frame.source_frame == group.source_frame;
        });
    group.segmentation_frame = numbers.at(static_cast<std::size_t>(shown - content.frames.begin()));
  }
}

}  // namespace

ResultContent build_result(const dicom::SourceImage& source, const model::Manifest& manifest,
                           const ImageAnalysis& analysis, const dicom::OutputOptions& outputs,
                           const ContentMoment& moment) {
  const ResultIdentity identity = result_identity(source, manifest, outputs);
  ResultContent result;
  dicom::ReportContent& report = result.report;
  report.algorithm = algorithm_of(manifest);
  report.language = outputs.language;
  const Statements statements(outputs.language);
  std::vector<FoundStructure> found;
  for (const model::StructureClass& structure : manifest.classes) {
    FoundStructure one = find_structure(analysis, structure);
    if (one.frames.empty()) {
      report.structures_not_found.push_back(to_code(structure.type));
      continue;
    }
    const int segment_number = static_cast<int>(found.size()) + 1;
    report.groups.push_back(measurement_group(source, manifest, analysis, one, segment_number, statements));
    found.push_back(std::move(one));
  }
  report.image_texts = statements.on_image(analysis);
  report.sop_instance_uid = identity.report_uid;
  report.series_instance_uid = identity.report_series_uid;
  report.series_number = identity.report_series_number;
  report.content_date = moment.date;
  report.content_time = moment.time;
  if (!found.empty()) {
    dicom::SegmentationContent content = segmentation_content(source, manifest, analysis, outputs, found);
    content.sop_instance_uid = identity.segmentation_uid;
    content.series_instance_uid = identity.segmentation_series_uid;
    content.series_number = identity.segmentation_series_number;
    content.content_date = moment.date;
    content.content_time = moment.time;
    refer_to_stored_frames(source, content, report.groups);
    result.segmentation = std::move(content);
  }
  return result;
}

}  // namespace sonolist::processor
