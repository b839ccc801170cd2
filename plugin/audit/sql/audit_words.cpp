#include "plugin/audit/sql/audit_words.h"

#include <algorithm>

#include "plugin/http/lower_case.h"

namespace sonolist::plugin {
namespace {

using Texts = std::vector<std::string>;

bool fits(const Texts& wanted, const std::string& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// "SCT:123", "123", or a meaning.
bool names(const std::string& wanted, const dicom::Code& code) {
  return (!code.value.empty() && (wanted == code.value || wanted == code.scheme + ":" + code.value)) ||
         lower_case(wanted) == lower_case(code.meaning);
}

bool names_structure(const Texts& wanted, const std::optional<dicom::Code>& structure) {
  return structure &&
         std::any_of(wanted.begin(), wanted.end(), [&](const std::string& text) { return names(text, *structure); });
}

// "*" in the pattern stands for any text; every other character for itself.
bool is_matched_by_stars(const std::string& text, const std::string& pattern) {
  std::size_t at = 0;
  std::size_t begin = 0;
  for (std::size_t star = pattern.find('*'); star != std::string::npos; star = pattern.find('*', begin)) {
    const std::string part = pattern.substr(begin, star - begin);
    const std::size_t found =
        begin == 0 ? (text.compare(0, part.size(), part) == 0 ? 0 : std::string::npos) : text.find(part, at);
    if (found == std::string::npos) return false;
    at = found + part.size();
    begin = star + 1;
  }
  const std::string rest = pattern.substr(begin);
  if (begin == 0) return text == rest;
  return text.size() >= at + rest.size() && text.compare(text.size() - rest.size(), rest.size(), rest) == 0;
}

template <typename Word, typename Fits>
Numbers numbers_of(const std::map<std::int64_t, Word>& words, const Fits& fits_word) {
  Numbers numbers;
  for (const auto& [id, word] : words) {
    if (fits_word(word)) numbers.push_back(id);
  }
  return numbers;
}

}  // namespace

AuditWords read_words(SqlSession& session, const AuditFilter& filter) {
  AuditWords words;
  words.structures[0] = std::nullopt;
  {
    const auto rows = session.query("SELECT id, modality, manufacturer, scanner_model, station FROM audit_scanner", {});
    while (rows->next())
      words.scanners[rows->integer(0)] = {rows->text(1), rows->text(2), rows->text(3), rows->text(4)};
  }
  {
    const auto rows = session.query("SELECT id, producer, model, model_version, weights FROM audit_algorithm", {});
    while (rows->next())
      words.algorithms[rows->integer(0)] = {rows->text(1), rows->text(2), rows->text(3), rows->text(4)};
  }
  {
    const auto rows = session.query("SELECT id, value, scheme, meaning FROM audit_structure", {});
    while (rows->next()) {
      // Without a scheme the value is a name that stands for a code.
      const std::string value = rows->text(2).empty() ? "" : rows->text(1);
      words.structures[rows->integer(0)] = dicom::Code{value, rows->text(2), rows->text(3)};
    }
  }
  if (!filter.reasons.empty()) {
    const auto rows = session.query("SELECT DISTINCT reason FROM audit_result WHERE reason <> ''", {});
    while (rows->next()) words.reasons.push_back(rows->text(0));
  }
  const auto rows =
      session.query("SELECT id, structure_id, value, scheme, meaning, modifier, unit FROM audit_series", {});
  while (rows->next()) {
    words.series[rows->integer(0)] = {
        rows->integer(1), {rows->text(2), rows->text(3), rows->text(4)}, rows->text(5), rows->text(6)};
  }
  return words;
}

ResolvedFilter resolve(const AuditFilter& filter, const AuditWords& words) {
  ResolvedFilter resolved;
  if (!(filter.modalities.empty() && filter.manufacturers.empty() && filter.scanner_models.empty() &&
        filter.stations.empty())) {
    resolved.scanners = numbers_of(words.scanners, [&](const AuditScanner& scanner) {
      return fits(filter.modalities, scanner.modality) && fits(filter.manufacturers, scanner.manufacturer) &&
             fits(filter.scanner_models, scanner.scanner_model) && fits(filter.stations, scanner.station);
    });
  }
  if (!(filter.models.empty() && filter.model_versions.empty() && filter.weights.empty() && filter.producers.empty())) {
    resolved.algorithms = numbers_of(words.algorithms, [&](const AuditAlgorithm& algorithm) {
      return fits(filter.models, algorithm.model) && fits(filter.model_versions, algorithm.model_version) &&
             fits(filter.weights, algorithm.weights) && fits(filter.producers, algorithm.producer);
    });
  }
  if (!filter.structures.empty()) {
    resolved.structures = numbers_of(words.structures, [&](const std::optional<dicom::Code>& structure) {
      return names_structure(filter.structures, structure);
    });
  }
  if (!filter.reasons.empty()) {
    resolved.reasons.emplace();
    for (const std::string& reason : words.reasons) {
      const bool is_wanted = std::any_of(filter.reasons.begin(), filter.reasons.end(), [&](const std::string& wanted) {
        return is_matched_by_stars(reason, wanted);
      });
      if (is_wanted) resolved.reasons->push_back(reason);
    }
  }
  for (const auto* criteria : {&filter.measurements, &filter.agreements}) {
    for (const MeasurementCriterion& criterion : *criteria) {
      resolved.measurements.push_back(
          {series_of(criterion, resolved.structures, words), criterion.comparison, criterion.value});
    }
  }
  return resolved;
}

Numbers series_of(const MeasurementCriterion& criterion, const std::optional<Numbers>& structures,
                  const AuditWords& words) {
  const std::string wanted = criterion.scheme.empty() ? criterion.name : criterion.scheme + ":" + criterion.name;
  return numbers_of(words.series, [&](const SeriesWord& series) {
    const bool is_of_structure =
        !structures || std::find(structures->begin(), structures->end(), series.structure_id) != structures->end();
    return is_of_structure && names(wanted, series.concept) &&
           lower_case(criterion.modifier) == lower_case(series.modifier) &&
           (criterion.unit.empty() || criterion.unit == series.unit);
  });
}

}  // namespace sonolist::plugin
