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
  out << "Segmentation " << text_of(inspection, "sop_instance_uid") << "\n";
  write_header(out, inspection);
  out << "  " << text_of(inspection, "content_description") << "\n  of "
      << text_of(inspection, "source_sop_instance_uid") << ", " << inspection["cols"] << " x " << inspection["rows"]
      << " pixels\n";
  for (const json& segment : inspection["segments"]) {
    out << "  " << segment["number"] << " " << text_of(segment, "label") << " (" << meaning_of(segment, "type") << ", "
        << text_of(segment["type"], "value") << " " << text_of(segment["type"], "scheme") << "): " << segment["pixels"]
        << " pixels on " << segment["frames"].size() << " frame(s)\n";
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

void write_report(std::ostream& out, const json& inspection) {
  out << meaning_of(inspection, "title") << " " << text_of(inspection, "sop_instance_uid") << "\n";
  write_header(out, inspection);
  for (const json& group : inspection["groups"]) {
    out << "  " << meaning_of(group, "finding") << " [" << text_of(group, "tracking_id") << "], frame "
        << group.value("source_frame", 0) + 1 << "\n";
    for (const json& measurement : group["measurements"]) write_measurement(out, measurement);
  }
  for (const json& evaluation : inspection["evaluations"])
    out << "  " << meaning_of(evaluation, "concept") << ": " << text_of(evaluation, "text") << "\n";
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
