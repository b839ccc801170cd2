#include "plugin/audit/audit_filter.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

#include "plugin/audit/audit_time.h"
#include "plugin/http/whole_number.h"

namespace sonolist::plugin {
namespace {

using Values = std::vector<std::string> AuditFilter::*;

const std::map<std::string, Values>& text_parameters() {
  static const std::map<std::string, Values> kParameters{
      {"patient", &AuditFilter::patients},
      {"accession", &AuditFilter::accessions},
      {"study", &AuditFilter::studies},
      {"report", &AuditFilter::reports},
      {"source", &AuditFilter::sources},
      {"modality", &AuditFilter::modalities},
      {"manufacturer", &AuditFilter::manufacturers},
      {"scannerModel", &AuditFilter::scanner_models},
      {"station", &AuditFilter::stations},
      {"model", &AuditFilter::models},
      {"modelVersion", &AuditFilter::model_versions},
      {"weights", &AuditFilter::weights},
      {"producer", &AuditFilter::producers},
      {"structure", &AuditFilter::structures},
      {"kind", &AuditFilter::kinds},
      {"outcome", &AuditFilter::outcomes},
      {"reason", &AuditFilter::reasons},
  };
  return kParameters;
}

void require_word(const std::string& parameter, const std::string& value, const std::set<std::string>& words) {
  if (words.count(value) > 0) return;
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  throw InvalidAuditQuery(parameter + " must be one of " + list + ", not \"" + value + "\"");
}

TimeInterval parse_time(const std::string& parameter, const std::string& value) {
  const auto interval = parse_iso_time(value);
  if (!interval) {
    throw InvalidAuditQuery(parameter + " must be a day (2026-03-01) or a time (2026-03-01T12:00:00Z), not \"" + value +
                            "\"");
  }
  return *interval;
}

Comparison comparison_of(const std::string& sign) {
  static const std::map<std::string, Comparison> kSigns{{"<", Comparison::kLess},
                                                        {"<=", Comparison::kLessOrEqual},
                                                        {"=", Comparison::kEqual},
                                                        {">=", Comparison::kGreaterOrEqual},
                                                        {">", Comparison::kGreater}};
  return kSigns.at(sign);
}

// Only the comparison of a person's segmentation with ours has this measurement: Dice.
void add_agreement(AuditFilter& filter, const std::string& condition) {
  MeasurementCriterion criterion = parse_measurement("99SONOLIST:DICE" + condition);
  if (criterion.comparison == Comparison::kAny) {
    throw InvalidAuditQuery("agreement must compare the Dice coefficient, as in agreement=<0.7, not \"" + condition +
                            "\"");
  }
  filter.agreements.push_back(std::move(criterion));
}

}  // namespace

AuditFilter parse_audit_filter(const QueryParameters& query, const std::set<std::string>& others) {
  AuditFilter filter;
  for (const auto& [name, value] : query) {
    const auto text = text_parameters().find(name);
    if (text != text_parameters().end()) {
      if (name == "kind") require_word(name, value, {"report", "agreement", "failure", "skipped"});
      if (name == "outcome") require_word(name, value, {"found", "missing", "compared", "failed", "skipped"});
      (filter.*(text->second)).push_back(value);
    } else if (name == "from") {
      const TimePoint from = parse_time(name, value).first;
      filter.from = filter.from ? std::min(*filter.from, from) : from;
    } else if (name == "to") {
      const TimePoint until = parse_time(name, value).last + std::chrono::microseconds(1);
      filter.until = filter.until ? std::max(*filter.until, until) : until;
    } else if (name == "measurement") {
      filter.measurements.push_back(parse_measurement(value));
    } else if (name == "agreement") {
      add_agreement(filter, value);
    } else if (others.count(name) == 0) {
      throw InvalidAuditQuery("There is no parameter \"" + name + "\" here: docs/audit.md has the list");
    }
  }
  return filter;
}

MeasurementCriterion parse_measurement(const std::string& text) {
  // [scheme:]name [(modifier)] [sign number [unit]]
  static const std::regex kForm(
      R"(\s*(?:([A-Za-z0-9_]+):)?([^()<>=]+?)\s*(?:\(([^()]*)\))?\s*(?:(<=|>=|<|>|=)\s*([-+]?[0-9.]+(?:[eE][-+]?\d+)?)\s*(\S.*?)?)?\s*)");
  // The library's matching goes one level deeper with each character.
  constexpr std::size_t kLongest = 300;
  if (text.size() > kLongest) {
    throw InvalidAuditQuery("measurement must not be longer than " + std::to_string(kLongest) + " bytes");
  }
  std::smatch parts;
  if (!std::regex_match(text, parts, kForm)) {
    throw InvalidAuditQuery("measurement must be a name, and a comparison if wanted, as in \"Area>50 mm2\", not \"" +
                            text + "\"");
  }
  MeasurementCriterion criterion{parts[1], parts[2], parts[3], Comparison::kAny, 0, parts[6]};
  if (parts[4].matched) {
    criterion.comparison = comparison_of(parts[4]);
    std::size_t used = 0;
    const std::string number = parts[5];
    try {
      criterion.value = std::stod(number, &used);
    } catch (const std::exception&) {
      used = 0;
    }
    if (used != number.size() || !std::isfinite(criterion.value)) {
      throw InvalidAuditQuery("measurement compares with a number, not with \"" + number + "\"");
    }
  }
  return criterion;
}

std::string measurement_name(const std::string& meaning, const std::string& modifier) {
  return modifier.empty() ? meaning : meaning + " (" + modifier + ")";
}

std::optional<std::string> query_value(const QueryParameters& query, const std::string& name) {
  std::optional<std::string> found;
  for (const auto& [key, value] : query) {
    if (key == name) found = value;
  }
  return found;
}

std::int64_t whole_parameter(const QueryParameters& query, const std::string& name, std::int64_t otherwise,
                             std::int64_t least, std::int64_t most) {
  const auto text = query_value(query, name);
  if (!text) return otherwise;
  const auto number = parse_whole_number(*text);
  if (!number || *number < least || *number > most) {
    throw InvalidAuditQuery(name + " must be a whole number from " + std::to_string(least) + " to " +
                            std::to_string(most) + ", not \"" + *text + "\"");
  }
  return *number;
}

}  // namespace sonolist::plugin
