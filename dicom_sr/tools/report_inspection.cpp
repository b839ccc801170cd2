#include "dicom_sr/tools/report_inspection.h"

namespace sonolist::dicom {
namespace {

using nlohmann::json;

void put(json& object, const char* key, const std::optional<Code>& code) {
  if (code) object[key] = code_json(*code);
}

void put(json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void put(json& object, const char* key, const std::optional<int>& number) {
  if (number) object[key] = *number;
}

json measurement_json(const ReadMeasurement& measured) {
  json measurement{{"concept", code_json(measured.concept)}};
  if (measured.value) measurement["value"] = *measured.value;
  put(measurement, "unit", measured.unit);
  put(measurement, "qualifier", measured.qualifier);
  put(measurement, "derivation", measured.derivation);
  put(measurement, "method", measured.method);
  return measurement;
}

json contour_json(const ReadContour& contour) {
  json found{{"type", contour.graphic_type}, {"points", contour.coordinates.size() / (contour.is_3d ? 3 : 2)}};
  put(found, "sop_instance_uid", contour.sop_instance_uid);
  if (contour.frame) found["source_frame"] = *contour.frame - 1;
  return found;
}

json evaluations_json(const std::vector<ReadEvaluation>& evaluations) {
  json found = json::array();
  for (const ReadEvaluation& evaluation : evaluations)
    found.push_back({{"concept", code_json(evaluation.concept)}, {"text", evaluation.text}});
  return found;
}

json group_json(const ReadMeasurementGroup& group) {
  json found{{"measurements", json::array()}, {"contours", json::array()}};
  put(found, "template", group.template_id);
  put(found, "tracking_id", group.tracking_id);
  put(found, "tracking_uid", group.tracking_uid);
  put(found, "finding", group.finding);
  put(found, "finding_site", group.finding_site);
  put(found, "laterality", group.laterality);
  put(found, "segmentation_sop_instance_uid", group.segmentation_uid);
  put(found, "segment", group.segment_number);
  put(found, "segmentation_frame", group.segmentation_frame);
  put(found, "source_sop_instance_uid", group.source_sop_instance_uid);
  put(found, "source_series_instance_uid", group.source_series_uid);
  // A still has no frame number: its only frame is 0.
  if (!group.source_sop_instance_uid.empty()) found["source_frame"] = group.source_frame.value_or(1) - 1;
  for (const ReadMeasurement& measurement : group.measurements)
    found["measurements"].push_back(measurement_json(measurement));
  for (const ReadContour& contour : group.contours) found["contours"].push_back(contour_json(contour));
  if (!group.evaluations.empty()) found["evaluations"] = evaluations_json(group.evaluations);
  for (const ReadImageReference& image : group.other_images) {
    json reference{{"sop_instance_uid", image.sop_instance_uid}};
    put(reference, "concept", image.concept);
    put(reference, "segment", image.segment);
    put(reference, "frame", image.frame);
    found["other_images"].push_back(reference);
  }
  if (group.skipped_items > 0) found["skipped_items"] = group.skipped_items;
  return found;
}

json observer_json(const ReadObserver& observer) {
  json found{{"type", observer.is_device ? "device" : "person"}};
  put(found, "name", observer.name);
  put(found, "uid", observer.uid);
  put(found, "manufacturer", observer.manufacturer);
  put(found, "model", observer.model);
  put(found, "serial_number", observer.serial_number);
  return found;
}

}  // namespace

json code_json(const Code& code) {
  return {{"value", code.value}, {"scheme", code.scheme}, {"meaning", code.meaning}};
}

json inspect_report(const MeasurementReport& report) {
  json inspection{{"kind", "SR"},
                  {"title", code_json(report.title)},
                  {"completion", report.completion},
                  {"verification", report.verification},
                  {"observers", json::array()},
                  {"images", json::array()},
                  {"groups", json::array()},
                  {"evaluations", evaluations_json(report.evaluations)}};
  put(inspection, "language", report.language);
  if (report.algorithm)
    inspection["algorithm"] = {{"name", report.algorithm->name}, {"version", report.algorithm->version}};
  for (const ReadObserver& observer : report.observers) inspection["observers"].push_back(observer_json(observer));
  for (const ReadLibraryImage& image : report.images) {
    json found{{"sop_instance_uid", image.sop_instance_uid}, {"sop_class_uid", image.sop_class_uid}};
    put(found, "modality", image.modality);
    inspection["images"].push_back(found);
  }
  for (const ReadMeasurementGroup& group : report.groups) inspection["groups"].push_back(group_json(group));
  if (report.skipped_containers > 0) inspection["skipped_containers"] = report.skipped_containers;
  return inspection;
}

}  // namespace sonolist::dicom
