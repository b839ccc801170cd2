#include <sstream>

#include "dicom_sr/tools/inspection.h"

namespace sonolist::dicom {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  return object.value(key, std::string());
}
std::string meaning_of(const json& object, const char* key) {
  return object.contains(key) ? text_of(object[key], "meaning") : std::string();
}

void write_header(std::ostream& out, const json& inspection) {
  out << "  series " << text_of(inspection, "series_instance_uid") << ", \""
      << text_of(inspection, "series_description") << "\"\n  by " << text_of(inspection, "manufacturer") << ", "
      << text_of(inspection, "qualification") << "\n";
}

void write_segmentation(std::ostream& out, const json& inspection) {
  out << text_of(inspection, "segmentation_type") << " segmentation " << text_of(inspection, "sop_instance_uid")
      << "\n";
  write_header(out, inspection);
  out << "  " << text_of(inspection, "content_description") << "\n  " << inspection["cols"] << " x "
      << inspection["rows"] << " pixels";
  if (inspection.contains("fractional_type"))
    out << ", " << text_of(inspection, "fractional_type") << " up to " << inspection["maximum_fractional_value"];
  out << "\n";
  for (const json& image : inspection["images"]) out << "  of " << image.get<std::string>() << "\n";
  for (const json& segment : inspection["segments"]) {
    out << "  " << segment["number"] << " " << text_of(segment, "label") << " (" << meaning_of(segment, "type") << ", "
        << text_of(segment["type"], "value") << " " << text_of(segment["type"], "scheme")
        << (segment.contains("laterality") ? ", " + meaning_of(segment, "laterality") : std::string())
        << "): " << segment["pixels"] << " pixels on " << segment["frames"].size() << " frame(s)\n";
  }
}

void write_measurement(std::ostream& out, const json& measurement) {
  out << "    " << meaning_of(measurement, "concept");
  if (measurement.contains("derivation")) out << " (" << meaning_of(measurement, "derivation") << ")";
  if (measurement.contains("value"))
    out << ": " << measurement["value"] << " " << text_of(measurement.value("unit", json::object()), "value") << "\n";
  else
    out << ": no value, " << meaning_of(measurement, "qualifier") << "\n";
}

void write_evaluations(std::ostream& out, const json& evaluations, const char* indent) {
  for (const json& evaluation : evaluations)
    out << indent << meaning_of(evaluation, "concept") << ": " << text_of(evaluation, "text") << "\n";
}

// "segment 2 of 1.2.3" or "frame 4 of 1.2.3".
void write_segmentation_reference(std::ostream& out, const json& group) {
  if (!group.contains("segmentation_sop_instance_uid")) return;
  out << "    measured on ";
  if (group.contains("segment"))
    out << "segment " << group["segment"] << " of ";
  else if (group.contains("segmentation_frame"))
    out << "frame " << group["segmentation_frame"] << " of ";
  out << text_of(group, "segmentation_sop_instance_uid") << "\n";
}

void write_group(std::ostream& out, const json& group) {
  out << "  " << meaning_of(group, "finding");
  if (group.contains("laterality")) out << ", " << meaning_of(group, "laterality");
  out << " [" << text_of(group, "tracking_id") << "]";
  if (group.contains("source_frame")) out << ", frame " << group.value("source_frame", 0) + 1;
  if (group.contains("finding_site")) out << ", " << meaning_of(group, "finding_site");
  out << "\n";
  write_segmentation_reference(out, group);
  for (const json& image : group.value("other_images", json::array())) {
    out << "    " << meaning_of(image, "concept") << ": " << text_of(image, "sop_instance_uid");
    if (image.contains("segment")) out << ", segment " << image["segment"];
    out << "\n";
  }
  for (const json& measurement : group["measurements"]) write_measurement(out, measurement);
  write_evaluations(out, group.value("evaluations", json::array()), "    ");
  if (group.contains("skipped_items")) out << "    (" << group["skipped_items"] << " items not understood)\n";
}

void write_origin(std::ostream& out, const json& inspection) {
  out << "  " << text_of(inspection, "completion") << ", " << text_of(inspection, "verification");
  if (inspection.contains("language")) out << ", in " << meaning_of(inspection, "language");
  out << "\n";
  for (const json& observer : inspection["observers"]) {
    if (text_of(observer, "type") != "device") continue;  // no person is named
    out << "  observed by " << text_of(observer, "name") << " (" << text_of(observer, "manufacturer") << ", "
        << text_of(observer, "model") << ")\n";
  }
  if (inspection.contains("algorithm"))
    out << "  algorithm " << text_of(inspection["algorithm"], "name") << " "
        << text_of(inspection["algorithm"], "version") << "\n";
  for (const json& image : inspection["images"])
    out << "  image " << text_of(image, "sop_instance_uid") << " (" << meaning_of(image, "modality") << ")\n";
}

void write_report(std::ostream& out, const json& inspection) {
  out << meaning_of(inspection, "title") << " " << text_of(inspection, "sop_instance_uid") << "\n";
  write_header(out, inspection);
  write_origin(out, inspection);
  for (const json& group : inspection["groups"]) write_group(out, group);
  write_evaluations(out, inspection["evaluations"], "  ");
  if (inspection.contains("skipped_containers"))
    out << "  (" << inspection["skipped_containers"] << " sections not understood)\n";
}

}  // namespace

std::string inspection_text(const json& inspection) {
  std::ostringstream out;
  if (inspection["kind"] == "SEG")
    write_segmentation(out, inspection);
  else
    write_report(out, inspection);
  return out.str();
}

}  // namespace sonolist::dicom
