#include "plugin/audit/sql/dictionaries.h"

#include <optional>

namespace sonolist::plugin {
namespace {

struct Table {
  const char* select;  // id and meaning by the key
  const char* insert;  // the key and the meaning; of two meanings of one key the least stays
};

constexpr Table kScanner{
    "SELECT id, '' FROM audit_scanner WHERE modality = ?1 AND manufacturer = ?2 AND scanner_model = ?3 AND station = "
    "?4",
    "INSERT INTO audit_scanner (modality, manufacturer, scanner_model, station) VALUES (?1, ?2, ?3, ?4)"};
constexpr Table kAlgorithm{
    "SELECT id, '' FROM audit_algorithm WHERE producer = ?1 AND model = ?2 AND model_version = ?3 AND weights = ?4",
    "INSERT INTO audit_algorithm (producer, model, model_version, weights) VALUES (?1, ?2, ?3, ?4)"};
constexpr Table kStructure{"SELECT id, meaning FROM audit_structure WHERE scheme = ?1 AND value = ?2",
                           "INSERT INTO audit_structure (scheme, value, meaning) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (scheme, value) DO UPDATE SET meaning = excluded.meaning"};
constexpr Table kSeries{
    "SELECT id, meaning FROM audit_series "
    "WHERE structure_id = ?1 AND scheme = ?2 AND value = ?3 AND modifier = ?4 AND unit = ?5",
    "INSERT INTO audit_series (structure_id, scheme, value, modifier, unit, meaning) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (structure_id, scheme, value, modifier, unit) DO UPDATE SET meaning = excluded.meaning"};

using Key = std::vector<std::string>;

std::optional<Word> find(SqlSession& session, const Table& table, const Key& key) {
  const auto row = session.query(table.select, SqlValues(key.begin(), key.end()));
  if (!row->next()) return std::nullopt;
  return Word{row->integer(0), row->text(1)};
}

// Which meaning of a code is shown must not depend on the order of the reports.
std::int64_t number_of(SqlSession& session, const Table& table, std::map<Key, Word>& words, const Key& key,
                       const std::optional<std::string>& meaning) {
  const auto known = words.find(key);
  if (known != words.end() && (!meaning || known->second.meaning <= *meaning)) return known->second.id;
  auto word = find(session, table, key);
  if (!word || (meaning && *meaning < word->meaning)) {
    SqlValues row(key.begin(), key.end());
    if (meaning) row.emplace_back(*meaning);
    session.execute(table.insert, row);
    word = find(session, table, key);
  }
  words.insert_or_assign(key, word.value());
  return word->id;
}

}  // namespace

std::int64_t Dictionaries::scanner(SqlSession& session, const AuditScanner& scanner) {
  return number_of(session, kScanner, scanners_,
                   {scanner.modality, scanner.manufacturer, scanner.scanner_model, scanner.station}, std::nullopt);
}

std::int64_t Dictionaries::algorithm(SqlSession& session, const AuditAlgorithm& algorithm) {
  return number_of(session, kAlgorithm, algorithms_,
                   {algorithm.producer, algorithm.model, algorithm.model_version, algorithm.weights}, std::nullopt);
}

std::int64_t Dictionaries::structure(SqlSession& session, const dicom::Code& structure) {
  // A structure without a code is known by its name.
  const std::string& value = structure.value.empty() ? structure.meaning : structure.value;
  return number_of(session, kStructure, structures_, {structure.scheme, value}, structure.meaning);
}

std::int64_t Dictionaries::series(SqlSession& session, std::int64_t structure_id, const AuditMeasurement& measurement) {
  const dicom::Code& concept = measurement.concept;
  return number_of(
      session, kSeries, series_,
      {std::to_string(structure_id), concept.scheme, concept.value, measurement.modifier, measurement.unit},
      concept.meaning);
}

}  // namespace sonolist::plugin
