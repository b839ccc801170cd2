#include "dicom_sr/report/group_reader.h"

#include <algorithm>
#include <set>

#include "dicom_sr/error.h"
#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

// The retired SNOMED RT codes of the same concepts, as older dcmqi and dcmjs write them.
const Code kFindingSiteRetired{"G-C0E3", "SRT", "Finding Site"};
const Code kLateralityRetired{"G-C171", "SRT", "Laterality"};
const Code kMethodRetired{"G-C306", "SRT", "Measurement Method"};

// Segmentation, Label Map Segmentation and Surface Segmentation Storage.
const std::set<std::string> kSegmentationClasses{"1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7",
                                                 "1.2.840.10008.5.1.4.1.1.66.5"};

bool is_named(const ContentItem& item, const Code& concept, const Code* retired = nullptr) {
  return item.concept && (*item.concept == concept || (retired != nullptr && *item.concept == *retired));
}

const ContentItem* find_either(const ContentItem& parent, const Code& concept, const Code& retired) {
  const ContentItem* found = find_child(parent, concept);
  return found != nullptr ? found : find_child(parent, retired);
}

std::optional<Code> code_of(const ContentItem* item) {
  return item != nullptr ? item->code : std::nullopt;
}

bool is_coordinates(const ContentItem& item) {
  return item.value_type == "SCOORD" || item.value_type == "SCOORD3D";
}

void read_contour(const ContentItem& item, std::vector<ReadContour>& contours) {
  ReadContour contour;
  contour.graphic_type = item.graphic_type;
  contour.is_3d = item.value_type == "SCOORD3D";
  contour.coordinates = item.coordinates;
  for (const ContentItem& child : item.children) {
    if (child.sop_instance_uid.empty()) continue;
    contour.sop_instance_uid = child.sop_instance_uid;
    contour.frame = child.frame;
    break;
  }
  contours.push_back(std::move(contour));
}

void read_measurement(const ContentItem& item, const ReadAlgorithm& algorithm, ReadMeasurementGroup& group) {
  if (!item.concept) throw DicomError(ErrorClass::kInput, "Concept Name Code Sequence (0040,A043) of a NUM is missing");
  ReadMeasurement measurement;
  measurement.concept = *item.concept;
  measurement.value = item.number;
  measurement.unit = item.unit;
  measurement.qualifier = item.qualifier;
  measurement.derivation = code_of(find_child(item, code::kDerivation));
  measurement.method = code_of(find_either(item, code::kMeasurementMethod, kMethodRetired));
  measurement.algorithm = algorithm_below(item, algorithm);
  for (const ContentItem& child : item.children) {
    if (is_coordinates(child)) read_contour(child, group.contours);
  }
  group.measurements.push_back(std::move(measurement));
}

void read_image(const ContentItem& item, ReadMeasurementGroup& group) {
  const bool is_segment = is_named(item, code::kReferencedSegment);
  const bool is_frame = is_named(item, code::kReferencedSegmentationFrame);
  // Where a group names two under other concepts, as an agreement report does, the first one counts.
  if (is_segment || is_frame ||
      (kSegmentationClasses.count(item.sop_class_uid) > 0 && group.segmentation_uid.empty())) {
    group.segmentation_class_uid = item.sop_class_uid;
    group.segmentation_uid = item.sop_instance_uid;
    group.segment_number = item.segment;
    group.segmentation_frame = item.frame;
  } else if (is_named(item, code::kSourceImageForSegmentation)) {
    group.source_sop_instance_uid = item.sop_instance_uid;
    group.source_frame = item.frame;
  } else {
    group.other_images.push_back({item.concept, item.sop_class_uid, item.sop_instance_uid, item.frame, item.segment});
  }
  for (const ContentItem& child : item.children) {
    if (is_coordinates(child)) read_contour(child, group.contours);
  }
}

// The rows that a template names; false for anything else.
bool read_named_row(const ContentItem& item, ReadMeasurementGroup& group) {
  if (is_named(item, code::kTrackingIdentifier)) {
    group.tracking_id = item.text;
  } else if (is_named(item, code::kTrackingUniqueIdentifier)) {
    group.tracking_uid = item.text;
  } else if (is_named(item, code::kSourceSeriesForSegmentation)) {
    group.source_series_uid = item.text;
  } else if (is_named(item, code::kFinding) && item.code) {
    group.finding = item.code;
  } else if (is_named(item, code::kFindingSite, &kFindingSiteRetired)) {
    group.finding_site = item.code;
    if (const auto side = code_of(find_either(item, code::kLaterality, kLateralityRetired))) group.laterality = side;
  } else if (is_named(item, code::kLaterality, &kLateralityRetired)) {
    group.laterality = item.code;
  } else {
    return is_named(item, code::kMeasurementMethod, &kMethodRetired) || is_named(item, code::kAlgorithmName) ||
           is_named(item, code::kAlgorithmVersion);
  }
  return true;
}

}  // namespace

ReadAlgorithm algorithm_below(const ContentItem& item, const ReadAlgorithm& otherwise) {
  const ContentItem* name = find_child(item, code::kAlgorithmName);
  const ContentItem* version = find_child(item, code::kAlgorithmVersion);
  if (name == nullptr) return otherwise;
  return {name->code ? name->code->meaning : name->text, version != nullptr ? version->text : std::string()};
}

std::optional<ReadEvaluation> read_evaluation(const ContentItem& item) {
  static const std::set<std::string> kTextual{"CODE", "TEXT", "UIDREF", "DATE", "TIME", "DATETIME", "PNAME"};
  if (!item.concept || kTextual.count(item.value_type) == 0) return std::nullopt;
  return ReadEvaluation{*item.concept, item.code, item.code ? item.code->meaning : item.text};
}

ReadMeasurementGroup read_group(const ContentItem& item, const ReadAlgorithm& algorithm) {
  ReadMeasurementGroup group;
  group.template_id = item.template_id;
  const ReadAlgorithm own = algorithm_below(item, algorithm);
  for (const ContentItem& row : item.children) {
    if (row.value_type == "NUM") {
      read_measurement(row, own, group);
    } else if (row.value_type == "IMAGE" || row.value_type == "COMPOSITE") {
      read_image(row, group);
    } else if (is_coordinates(row)) {
      read_contour(row, group.contours);
    } else if (!read_named_row(row, group)) {
      if (auto evaluation = read_evaluation(row))
        group.evaluations.push_back(std::move(*evaluation));
      else
        ++group.skipped_items;
    }
  }
  return group;
}

}  // namespace sonolist::dicom
