#include "plugin/audit/result_format.h"

#include <array>

#include "plugin/audit/audit_record.h"
#include "plugin/audit/audit_time.h"
#include "plugin/audit/code_json.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

template <typename Map>
typename Map::mapped_type word(const Map& words, std::int64_t id) {
  const auto found = words.find(id);
  return found == words.end() ? typename Map::mapped_type{} : found->second;
}

ordered_json measurements_json(const json& details, const AuditWords& words) {
  ordered_json measurements = ordered_json::array();
  for (const json& measurement : details.at("measurements")) {
    const SeriesWord series = word(words.series, measurement.at(0).get<std::int64_t>());
    measurements.push_back({{"name", measurement_name(series.concept.meaning, series.modifier)},
                            {"concept", code_json(series.concept)},
                            {"modifier", series.modifier},
                            {"value", measurement.at(1)},
                            {"unit", series.unit}});
  }
  return measurements;
}

std::string plain(const ordered_json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

std::string csv_field(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + "\"";
}

constexpr std::array kColumns{"time",       "kind",         "outcome",         "reason",        "model",
                              "modelVersion", "weights",    "producer",        "patientId",     "accessionNumber",
                              "studyInstanceUid", "studyDate", "modality",     "manufacturer",  "scannerModel",
                              "station",    "sopInstanceUid", "group",         "trackingUid",   "sourceSopInstanceUid",
                              "segmentationUid", "segment"};

std::string csv_measurements(const ordered_json& measurements) {
  std::string text;
  for (const ordered_json& measurement : measurements) {
    text += (text.empty() ? "" : "; ") + plain(measurement["name"]) + "=" + measurement["value"].dump() + " " +
            plain(measurement["unit"]);
  }
  return text;
}

}  // namespace

ordered_json result_json(const ResultRow& row, const AuditWords& words) {
  const json details = json::parse(row.details);
  const AuditScanner scanner = word(words.scanners, row.scanner_id);
  const AuditAlgorithm algorithm = word(words.algorithms, row.algorithm_id);
  return {{"kind", row.kind},
          {"time", iso_time(from_microseconds(row.time_us))},
          {"outcome", row.outcome},
          {"reason", row.reason},
          {"structure", code_json(word(words.structures, row.structure_id))},
          {"laterality", details.at("laterality")},
          {"model", algorithm.model},
          {"modelVersion", algorithm.model_version},
          {"weights", algorithm.weights},
          {"producer", algorithm.producer},
          {"patientId", row.patient_id},
          {"accessionNumber", row.accession_number},
          {"studyInstanceUid", row.study_uid},
          {"studyDate", row.study_date},
          {"modality", scanner.modality},
          {"manufacturer", scanner.manufacturer},
          {"scannerModel", scanner.scanner_model},
          {"station", scanner.station},
          {"sopInstanceUid", row.sop_uid},
          {"group", row.id % static_cast<std::int64_t>(kMostResults) + 1},
          {"trackingUid", details.at("trackingUid")},
          {"sourceSopInstanceUid", row.source_sop_uid},
          {"segmentationUid", details.at("segmentationUid")},
          {"segment", details.at("segment")},
          {"measurements", measurements_json(details, words)}};
}

std::string as_ndjson(const std::vector<ordered_json>& results) {
  std::string text;
  for (const ordered_json& result : results) text += result.dump() + "\n";
  return text;
}

std::string as_csv(const std::vector<ordered_json>& results) {
  std::string text;
  for (const char* column : kColumns) text += std::string(column) + ",";
  text += "structure,structureCode,laterality,measurements\r\n";
  for (const ordered_json& result : results) {
    for (const char* column : kColumns) text += csv_field(plain(result[column])) + ",";
    const ordered_json& structure = result["structure"];
    const ordered_json& laterality = result["laterality"];
    text += csv_field(structure.is_null() ? "" : plain(structure["meaning"])) + ",";
    text += csv_field(structure.is_null() ? "" : plain(structure["scheme"]) + ":" + plain(structure["value"])) + ",";
    text += csv_field(laterality.is_null() ? "" : plain(laterality["meaning"])) + ",";
    text += csv_field(csv_measurements(result["measurements"])) + "\r\n";
  }
  return text;
}

}  // namespace sonolist::plugin
