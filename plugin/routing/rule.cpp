#include "plugin/routing/rule.h"

#include <algorithm>
#include <cctype>

#include "dicom_sr/error.h"
#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"
#include "plugin/worklist/priority.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr int kDay = 86'400;
constexpr int kLongestExpiration = 366 * kDay;

using AttributeLookup = std::function<bool(const std::string&)>;

// "0008,0060" and "00080060" are one tag; a keyword stays as it is.
std::string normalized_attribute(const std::string& name) {
  std::string digits;
  for (const char c : name) {
    if (c != ',') digits += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  const bool is_tag = digits.size() == 8 && digits.find_first_not_of("0123456789ABCDEF") == std::string::npos;
  return is_tag ? digits : name;
}

std::vector<std::string> parse_patterns(const json& value, const std::string& where) {
  const json list = value.is_array() ? value : json::array({value});
  std::vector<std::string> patterns;
  for (const json& pattern : list) {
    if (!pattern.is_string()) throw ConfigurationError(where + " must be a text or a list of texts");
    patterns.push_back(pattern.get<std::string>());
  }
  if (patterns.empty()) throw ConfigurationError(where + " must not be an empty list: no image would match");
  return patterns;
}

std::vector<Condition> parse_conditions(const json& conditions, const std::string& where,
                                        const AttributeLookup& is_known_attribute) {
  if (conditions.is_null()) return {};
  if (!conditions.is_object()) throw ConfigurationError(where + " must map attributes to values");
  std::vector<Condition> parsed;
  for (const auto& [name, value] : conditions.items()) {
    const std::string attribute = normalized_attribute(name);
    if (attribute.size() != 8 && !is_known_attribute(attribute)) {
      throw ConfigurationError(where + "." + name + " is no DICOM keyword and no tag: correct its spelling");
    }
    parsed.push_back({attribute, parse_patterns(value, where + "." + name)});
  }
  return parsed;
}

dicom::OutputTexts parse_outputs(const json& outputs, const std::string& where) {
  dicom::OutputTexts texts;
  if (outputs.is_null()) return texts;
  if (!outputs.is_object()) throw ConfigurationError(where + " must map output options to values");
  for (const auto& [name, value] : outputs.items()) {
    if (!value.is_string()) throw ConfigurationError(where + "." + name + " must be a text");
    texts[name] = value.get<std::string>();
  }
  try {
    dicom::parse_output_options(texts);
  } catch (const dicom::DicomError& error) {
    throw ConfigurationError(where + ": " + error.what());
  }
  return texts;
}

bool parse_grouping(const std::string& grouping, const std::string& where) {
  if (grouping == "series") return true;
  if (grouping == "instance") return false;
  throw ConfigurationError(where + " must be \"instance\" or \"series\"");
}

Rule parse_rule(const json& json_rule, std::size_t index, const AttributeLookup& is_known_attribute) {
  std::string where = "Sonolist.Rules[" + std::to_string(index) + "]";
  if (json_rule.is_object() && json_rule.value("Name", json()).is_string()) {
    where += " (\"" + json_rule["Name"].get<std::string>() + "\")";
  }
  SectionReader reader(json_rule, where);
  Rule rule;
  rule.name = reader.text("Name", "");
  rule.model = reader.text("Model", "");
  rule.model_version = reader.text("ModelVersion", "");
  rule.priority = reader.text("Priority", "MEDIUM");
  rule.groups_series = parse_grouping(reader.text("Grouping", "instance"), where + ".Grouping");
  rule.quiet = std::chrono::seconds(reader.integer("QuietSeconds", 30, 1, kDay));
  const int expire_seconds = reader.integer("ExpireSeconds", 0, 0, kLongestExpiration);
  if (expire_seconds > 0) rule.expires_after = std::chrono::seconds(expire_seconds);
  rule.match = parse_conditions(reader.any("Match"), where + ".Match", is_known_attribute);
  rule.match_not = parse_conditions(reader.any("MatchNot"), where + ".MatchNot", is_known_attribute);
  rule.outputs = parse_outputs(reader.any("Outputs"), where + ".Outputs");
  reader.reject_unknown();
  if (rule.name.empty()) throw ConfigurationError(where + ".Name must not be empty");
  if (rule.model.empty()) throw ConfigurationError(where + ".Model must name a model package");
  if (!is_priority(rule.priority)) throw ConfigurationError(where + ".Priority must be HIGH, MEDIUM or LOW");
  return rule;
}

}  // namespace

std::vector<Rule> parse_rules(const json& rules, const AttributeLookup& is_known_attribute) {
  if (!rules.is_array()) throw ConfigurationError("Sonolist.Rules must be a list of rules");
  std::vector<Rule> parsed;
  for (const json& rule : rules) {
    parsed.push_back(parse_rule(rule, parsed.size(), is_known_attribute));
    const auto has_same_name = [&parsed](const Rule& other) { return other.name == parsed.back().name; };
    if (std::count_if(parsed.begin(), parsed.end(), has_same_name) > 1) {
      throw ConfigurationError("Sonolist.Rules has two rules with the name \"" + parsed.back().name + "\"");
    }
  }
  return parsed;
}

}  // namespace sonolist::plugin
