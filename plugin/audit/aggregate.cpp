#include "plugin/audit/aggregate.h"

#include <algorithm>
#include <array>
#include <map>

#include "plugin/audit/audit_time.h"
#include "plugin/audit/sql/aggregates.h"
#include "plugin/audit/statistics/description.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;

const std::set<std::string>& known_keys() {
  static const std::set<std::string> kKeys{"day",       "month",   "model",   "modelVersion",
                                           "structure", "scanner", "outcome", "kind"};
  return kKeys;
}

std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (end > begin) result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

double parse_probability(const std::string& text) {
  std::size_t used = 0;
  double value = -1;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used != text.size() || value < 0 || value > 1) {
    throw InvalidAuditQuery("quantiles must be numbers from 0 to 1, as in 0.25,0.5,0.75, not \"" + text + "\"");
  }
  return value;
}

std::string scanner_name(const AuditScanner& scanner) {
  std::string name = scanner.manufacturer;
  if (!scanner.scanner_model.empty()) name += (name.empty() ? "" : " ") + scanner.scanner_model;
  if (!scanner.station.empty()) name += (name.empty() ? "" : ", ") + scanner.station;
  return name;
}

// One part of a key: its name and its text. A structure has its code beside its meaning.
using Key = std::vector<std::pair<std::string, std::string>>;

class KeyMaker {
 public:
  KeyMaker(const std::vector<std::string>& by, const AuditWords& words) : by_(by), words_(words) {}

  Key key(const Dimensions& of) const {
    Key key;
    for (const std::string& part : by_) add(key, part, of);
    return key;
  }

 private:
  void add(Key& key, const std::string& part, const Dimensions& of) const {
    if (part == "day") key.emplace_back(part, iso_day(of.day));
    if (part == "month") key.emplace_back(part, iso_month(of.day));
    if (part == "kind") key.emplace_back(part, of.kind);
    if (part == "outcome") key.emplace_back(part, of.outcome);
    if (part == "model") key.emplace_back(part, words_.algorithms.at(of.algorithm_id).model);
    if (part == "modelVersion") key.emplace_back(part, words_.algorithms.at(of.algorithm_id).model_version);
    if (part == "scanner") key.emplace_back(part, scanner_name(words_.scanners.at(of.scanner_id)));
    if (part == "structure") {
      const auto structure = words_.structures.at(of.structure_id).value_or(dicom::Code{});
      key.emplace_back(part, structure.meaning);
      key.emplace_back("structureCode", structure.scheme.empty() ? "" : structure.scheme + ":" + structure.value);
    }
  }

  const std::vector<std::string>& by_;
  const AuditWords& words_;
};

ordered_json key_json(const Key& key) {
  ordered_json object = ordered_json::object();
  for (const auto& [name, text] : key) object[name] = text;
  return object;
}

ordered_json counts(SqlSession& session, const AggregateRequest& request, const AuditWords& words) {
  const KeyMaker keys(request.by, words);
  std::map<Key, std::int64_t> groups;
  count_results(session, request.filter, resolve(request.filter, words),
                [&](const Dimensions& dimensions, std::int64_t number) { groups[keys.key(dimensions)] += number; });
  ordered_json result = ordered_json::array();
  for (const auto& [key, count] : groups) result.push_back({{"key", key_json(key)}, {"count", count}});
  return result;
}

// The unit in which all values are given.
std::string common_unit(const Numbers& series, const AuditWords& words, const MeasurementCriterion& criterion) {
  std::set<std::string> units;
  for (const std::int64_t one : series) units.insert(words.series.at(one).unit);
  if (units.size() <= 1) return units.empty() ? criterion.unit : *units.begin();
  std::string list;
  for (const std::string& unit : units) list += (list.empty() ? "" : " and ") + unit;
  throw InvalidAuditQuery("\"" + criterion.name + "\" is given in " + list + ": say which by unit=");
}

bool holds(const MeasurementCriterion& criterion, double value) {
  switch (criterion.comparison) {
    case Comparison::kLess:
      return value < criterion.value;
    case Comparison::kLessOrEqual:
      return value <= criterion.value;
    case Comparison::kEqual:
      return value == criterion.value;
    case Comparison::kGreaterOrEqual:
      return value >= criterion.value;
    case Comparison::kGreater:
      return value > criterion.value;
    case Comparison::kAny:
      break;
  }
  return true;
}

// As it was asked for: "0.25", "1".
std::string probability_name(double probability) {
  std::string text = ordered_json(probability).dump();
  const std::size_t point = text.find(".0");
  if (point != std::string::npos && point + 2 == text.size()) text.resize(point);
  return text;
}

ordered_json description_json(const std::vector<double>& sorted, const AggregateRequest& request,
                              const std::vector<double>& edges) {
  const Description description = describe(sorted);
  ordered_json object{{"count", description.count},
                      {"mean", description.mean},
                      {"sd", description.sd ? ordered_json(*description.sd) : ordered_json()},
                      {"minimum", description.minimum},
                      {"maximum", description.maximum},
                      {"quantiles", ordered_json::object()}};
  for (const double probability : request.quantiles) {
    object["quantiles"][probability_name(probability)] = quantile(sorted, probability);
  }
  if (!edges.empty()) object["histogram"] = histogram(sorted, edges);
  return object;
}

// As the reports name it; of several spellings the first in the alphabet.
std::string shown_name(const MeasurementCriterion& criterion, const Numbers& series, const AuditWords& words) {
  if (series.empty()) return measurement_name(criterion.name, criterion.modifier);
  std::set<std::string> names;
  for (const std::int64_t one : series) {
    names.insert(measurement_name(words.series.at(one).concept.meaning, words.series.at(one).modifier));
  }
  return *names.begin();
}

void describe_values(SqlSession& session, const AggregateRequest& request, const AuditWords& words,
                     ordered_json& answer) {
  const ResolvedFilter resolved = resolve(request.filter, words);
  const Numbers series = series_of(*request.measurement, resolved.structures, words);
  const std::string unit = common_unit(series, words, *request.measurement);
  const KeyMaker keys(request.by, words);
  std::map<Key, std::vector<double>> groups;
  std::map<std::array<std::int64_t, 4>, std::vector<double>*> known;  // a key of texts for each value would be slow
  double least = 0;
  double greatest = 0;
  bool is_first = true;
  visit_values(session, request.filter, resolved, series, [&](const MeasuredValue& value) {
    if (!holds(*request.measurement, value.value)) return;
    least = is_first ? value.value : std::min(least, value.value);
    greatest = is_first ? value.value : std::max(greatest, value.value);
    is_first = false;
    Dimensions dimensions;
    dimensions.day = day_of(from_microseconds(value.time_us));
    dimensions.structure_id = words.series.at(value.series_id).structure_id;
    dimensions.algorithm_id = value.algorithm_id;
    dimensions.scanner_id = value.scanner_id;
    std::vector<double>*& group =
        known[{dimensions.day, dimensions.structure_id, dimensions.algorithm_id, dimensions.scanner_id}];
    if (group == nullptr) group = &groups[keys.key(dimensions)];
    group->push_back(value.value);
  });
  answer["measurement"] = {{"name", shown_name(*request.measurement, series, words)}, {"unit", unit}};
  const std::vector<double> edges =
      request.bins == 0 || is_first ? std::vector<double>{} : bin_edges(least, greatest, request.bins);
  if (request.bins > 0) answer["edges"] = edges;
  answer["groups"] = ordered_json::array();
  for (auto& [key, values] : groups) {
    std::sort(values.begin(), values.end());
    ordered_json group{{"key", key_json(key)}};
    group.update(description_json(values, request, edges));
    answer["groups"].push_back(std::move(group));
  }
}

}  // namespace

AggregateRequest parse_aggregate(const QueryParameters& query) {
  constexpr std::int64_t kMostBins = 1000;
  AggregateRequest request;
  request.filter = parse_audit_filter(query, kAggregateParameters);
  request.by = parts(query_value(query, "by").value_or(""));
  for (const std::string& key : request.by) {
    if (known_keys().count(key) == 0) {
      throw InvalidAuditQuery(
          "by must be of day, month, model, modelVersion, structure, scanner, outcome, kind, separated by commas, not "
          "\"" +
          key + "\"");
    }
  }
  request.bins = static_cast<int>(whole_parameter(query, "histogram", 0, 0, kMostBins));
  for (const std::string& text : parts(query_value(query, "quantiles").value_or("0.25,0.5,0.75"))) {
    request.quantiles.push_back(parse_probability(text));
  }
  if (request.filter.measurements.empty()) return request;
  request.measurement = request.filter.measurements.front();
  request.filter.measurements.erase(request.filter.measurements.begin());
  if (const auto unit = query_value(query, "unit")) request.measurement->unit = *unit;
  for (const std::string& key : request.by) {
    if (key == "outcome" || key == "kind")
      throw InvalidAuditQuery("by=" + key + " is for counts: leave measurement out");
  }
  return request;
}

ordered_json aggregate(SqlSession& session, const AggregateRequest& request) {
  const AuditWords words = read_words(session, request.filter);
  ordered_json answer{{"by", request.by}, {"measurement", nullptr}};
  if (request.measurement) {
    describe_values(session, request, words, answer);
  } else {
    answer["groups"] = counts(session, request, words);
  }
  return answer;
}

}  // namespace sonolist::plugin
