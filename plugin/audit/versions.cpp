#include "plugin/audit/versions.h"

#include <set>

#include "plugin/audit/audit_time.h"
#include "plugin/audit/code_json.h"
#include "plugin/audit/sql/filter_conditions.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;

// Reports that the filter lets pass; `columns` may be grouped by.
Statement reports(const VersionsRequest& request, const ResolvedFilter& resolved, const std::string& columns,
                  const std::string& groups) {
  Statement statement;
  statement << "SELECT " + columns + " FROM audit_record AS r WHERE r.kind = 'report'";
  add_time(statement, request.filter, "r.time_us");
  if (resolved.algorithms) statement << " AND r.algorithm_id IN " + statement.list(*resolved.algorithms);
  if (resolved.scanners) statement << " AND r.scanner_id IN " + statement.list(*resolved.scanners);
  if (asks_for_records(request.filter)) {
    statement << " AND r.id IN (SELECT r.record_id FROM audit_result AS r WHERE 1 = 1";
    add_record_lead(statement, request.filter);
    statement << ")";
  }
  statement << " GROUP BY " + groups;
  return statement;
}

ordered_json algorithm_json(const AuditAlgorithm& algorithm) {
  return {{"model", algorithm.model},
          {"modelVersion", algorithm.model_version},
          {"weights", algorithm.weights},
          {"producer", algorithm.producer}};
}

ordered_json version_list(SqlSession& session, const VersionsRequest& request, const AuditWords& words,
                          const ResolvedFilter& resolved) {
  const Statement statement =
      reports(request, resolved,
              "r.algorithm_id, MIN(r.time_us), MAX(r.time_us), COUNT(*), COUNT(DISTINCT r.study_uid), "
              "COUNT(DISTINCT r.patient_id)",
              "r.algorithm_id");
  // By what is shown: the numbers of the index are not the same after it was built anew.
  std::map<std::string, ordered_json> sorted;
  const auto rows = session.search(statement.sql(), statement.values());
  while (rows->next()) {
    ordered_json version = algorithm_json(words.algorithms.at(rows->integer(0)));
    const std::string order = version.dump();
    version["first"] = iso_time(from_microseconds(rows->integer(1)));
    version["last"] = iso_time(from_microseconds(rows->integer(2)));
    version["reports"] = rows->integer(3);
    version["studies"] = rows->integer(4);
    version["patients"] = rows->integer(5);
    sorted.emplace(order, std::move(version));
  }
  ordered_json list = ordered_json::array();
  for (auto& [order, version] : sorted) list.push_back(std::move(version));
  return list;
}

ordered_json examination_list(SqlSession& session, const VersionsRequest& request, const AuditWords& words,
                              const ResolvedFilter& resolved) {
  const std::string groups = "r.study_uid, r.patient_id, r.accession_number, r.study_date, r.algorithm_id";
  Statement statement = reports(request, resolved, groups + ", COUNT(*), MIN(r.time_us)", groups);
  statement << " ORDER BY 7, 1, 2, 3, 4";
  ordered_json list = ordered_json::array();
  const auto rows = session.search(statement.sql(), statement.values());
  while (rows->next()) {
    const AuditAlgorithm& algorithm = words.algorithms.at(rows->integer(4));
    list.push_back({{"studyInstanceUid", rows->text(0)},
                    {"patientId", rows->text(1)},
                    {"accessionNumber", rows->text(2)},
                    {"studyDate", rows->text(3)},
                    {"model", algorithm.model},
                    {"modelVersion", algorithm.model_version},
                    {"weights", algorithm.weights},
                    {"reports", rows->integer(5)},
                    {"first", iso_time(from_microseconds(rows->integer(6)))}});
  }
  return list;
}

// Words stay when the last result that had them is gone: those are not named any more.
template <typename Words>
void keep_used(SqlSession& session, const std::string& table, const std::string& column, Words& words) {
  const std::string sql = "SELECT 1 FROM " + table + " WHERE " + column + " = ?1 LIMIT 1";
  for (auto word = words.begin(); word != words.end();) {
    const bool is_used = session.query(sql, {word->first})->next();
    word = is_used ? std::next(word) : words.erase(word);
  }
}

}  // namespace

VersionsRequest parse_versions(const QueryParameters& query) {
  VersionsRequest request;
  request.filter = parse_audit_filter(query, {"examinations"});
  const AuditFilter& filter = request.filter;
  if (!(filter.structures.empty() && filter.outcomes.empty() && filter.kinds.empty() && filter.reasons.empty() &&
        filter.measurements.empty() && filter.agreements.empty())) {
    throw InvalidAuditQuery(
        "versions are of whole reports: structure, outcome, kind, reason, measurement and agreement do not apply");
  }
  request.with_examinations = whole_parameter(query, "examinations", 0, 0, 1) == 1;
  return request;
}

ordered_json versions(SqlSession& session, const VersionsRequest& request) {
  const AuditWords words = read_words(session);
  const ResolvedFilter resolved = resolve(request.filter, words);
  ordered_json answer{{"versions", version_list(session, request, words, resolved)}};
  if (request.with_examinations) answer["examinations"] = examination_list(session, request, words, resolved);
  return answer;
}

ordered_json filter_values(SqlSession& session) {
  AuditWords words = read_words(session);
  keep_used(session, "audit_result", "scanner_id", words.scanners);
  keep_used(session, "audit_result", "algorithm_id", words.algorithms);
  keep_used(session, "audit_result", "structure_id", words.structures);
  keep_used(session, "audit_value", "series_id", words.series);
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, ordered_json> structures;
  std::map<std::string, ordered_json> measurements;
  for (const auto& [id, scanner] : words.scanners) {
    values["modalities"].insert(scanner.modality);
    values["manufacturers"].insert(scanner.manufacturer);
    values["scannerModels"].insert(scanner.scanner_model);
    values["stations"].insert(scanner.station);
  }
  for (const auto& [id, algorithm] : words.algorithms) {
    values["models"].insert(algorithm.model);
    values["modelVersions"].insert(algorithm.model_version);
    values["producers"].insert(algorithm.producer);
  }
  for (const auto& [id, structure] : words.structures) {
    if (structure) structures.emplace(structure->meaning + structure->scheme + structure->value, code_json(structure));
  }
  for (const auto& [id, series] : words.series) {
    const std::string name = measurement_name(series.concept.meaning, series.modifier);
    measurements.emplace(name + " " + series.unit,
                         ordered_json{{"name", name}, {"concept", code_json(series.concept)}, {"unit", series.unit}});
  }
  ordered_json answer;
  for (const char* list :
       {"models", "modelVersions", "producers", "modalities", "manufacturers", "scannerModels", "stations"}) {
    answer[list] = ordered_json::array();
    for (const std::string& value : values[list]) {
      if (!value.empty()) answer[list].push_back(value);
    }
  }
  answer["structures"] = ordered_json::array();
  for (auto& [order, structure] : structures) answer["structures"].push_back(std::move(structure));
  answer["measurements"] = ordered_json::array();
  for (auto& [order, measurement] : measurements) answer["measurements"].push_back(std::move(measurement));
  answer["kinds"] = {"report", "agreement", "failure", "skipped"};
  answer["outcomes"] = {"found", "missing", "compared", "failed", "skipped"};
  return answer;
}

}  // namespace sonolist::plugin
