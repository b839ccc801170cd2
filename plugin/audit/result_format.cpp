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
const typename Map::mapped_type& word(const Map& words, std::int64_t id) {
  static const typename Map::mapped_type kNone{};
  const auto found = words.find(id);
  return found == words.end() ? kNone : found->second;
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

constexpr std::array kColumns{"time",
                              "kind",
                              "outcome",
                              "reason",
                              "model",
                              "modelVersion",
                              "weights",
                              "producer",
                              "patientId",
                              "accessionNumber",
                              "studyInstanceUid",
                              "studyDate",
                              "modality",
                              "manufacturer",
                              "scannerModel",
                              "station",
                              "sopInstanceUid",
                              "group",
                              "trackingUid",
                              "sourceSopInstanceUid",
                              "segmentationUid",
                              "segment"};

}  // namespace

std::string ResultFormat::json_page(const std::vector<ResultRow>& rows, const std::string& next) {
  std::string text = "{\"results\":[";
  for (const ResultRow& row : rows) text += (&row == rows.data() ? "" : ",") + object(row);
  return text + "],\"next\":" + (next.empty() ? "null" : ordered_json(next).dump()) + "}";
}

std::string ResultFormat::ndjson(const std::vector<ResultRow>& rows) {
  std::string text;
  for (const ResultRow& row : rows) text += object(row) + "\n";
  return text;
}

std::string ResultFormat::object(const ResultRow& row) {
  const json details = json::parse(row.details);
  std::string text = head(row, details).dump(-1, ' ', false, json::error_handler_t::replace);
  text.back() = ',';
  text += "\"measurements\":[";
  bool is_first = true;
  for (const json& measurement : details.at("measurements")) {
    const Frame& around = frame(measurement.at(0).get<std::int64_t>());
    text += (is_first ? "" : ",") + around.before + measurement.at(1).dump() + around.behind;
    is_first = false;
  }
  return text + "]}";
}

const ResultFormat::Frame& ResultFormat::frame(std::int64_t series_id) {
  const auto known = frames_.find(series_id);
  if (known != frames_.end()) return known->second;
  const SeriesWord& series = word(words_.series, series_id);
  std::string before = ordered_json{
      {"name", measurement_name(series.concept.meaning, series.modifier)},
      {"concept", code_json(series.concept)},
      {"modifier",
       series.modifier}}.dump(-1, ' ', false, json::error_handler_t::replace);
  before.back() = ',';
  const std::string unit = ordered_json(series.unit).dump(-1, ' ', false, json::error_handler_t::replace);
  return frames_.emplace(series_id, Frame{before + "\"value\":", ",\"unit\":" + unit + "}"}).first->second;
}

ordered_json ResultFormat::head(const ResultRow& row, const json& details) const {
  const AuditScanner& scanner = word(words_.scanners, row.scanner_id);
  const AuditAlgorithm& algorithm = word(words_.algorithms, row.algorithm_id);
  return {{"kind", row.kind},
          {"time", iso_time(from_microseconds(row.time_us))},
          {"outcome", row.outcome},
          {"reason", row.reason},
          {"structure", code_json(word(words_.structures, row.structure_id))},
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
          {"segment", details.at("segment")}};
}

std::string ResultFormat::csv(const std::vector<ResultRow>& rows) const {
  std::string text;
  for (const char* column : kColumns) text += std::string(column) + ",";
  text += "structure,structureCode,laterality,measurements\r\n";
  for (const ResultRow& row : rows) {
    const json details = json::parse(row.details);
    const ordered_json result = head(row, details);
    for (const char* column : kColumns) text += csv_field(plain(result[column])) + ",";
    const ordered_json& structure = result["structure"];
    const ordered_json& laterality = result["laterality"];
    text += csv_field(structure.is_null() ? "" : plain(structure["meaning"])) + ",";
    text += csv_field(structure.is_null() ? "" : plain(structure["scheme"]) + ":" + plain(structure["value"])) + ",";
    text += csv_field(laterality.is_null() ? "" : plain(laterality["meaning"])) + ",";
    text += csv_field(csv_measurements(details.at("measurements"))) + "\r\n";
  }
  return text;
}

std::string ResultFormat::csv_measurements(const json& measurements) const {
  std::string text;
  for (const json& measurement : measurements) {
    const SeriesWord& series = word(words_.series, measurement.at(0).get<std::int64_t>());
    text += (text.empty() ? "" : "; ") + measurement_name(series.concept.meaning, series.modifier) + "=" +
            measurement.at(1).dump() + " " + series.unit;
  }
  return text;
}

}  // namespace sonolist::plugin
