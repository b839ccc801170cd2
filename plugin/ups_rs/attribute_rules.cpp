#include "plugin/ups_rs/attribute_rules.h"

#include <algorithm>

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/priority.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

bool is_tag(const std::string& key) {
  return key.size() == 8 && key.find_first_not_of("0123456789ABCDEF") == std::string::npos;
}

bool is_nested(const AttributeRow& row) {
  return row.path.size() > 8;
}
std::string outer_tag(const AttributeRow& row) {
  return std::string(row.path.substr(0, 8));
}
std::string inner_tag(const AttributeRow& row) {
  return std::string(row.path.substr(row.path.size() - 8));
}

std::string name_of(const AttributeRow& row) {
  const std::string digits = inner_tag(row);
  return std::string(row.keyword) + " (" + digits.substr(0, 4) + "," + digits.substr(4) + ")";
}

// The data sets in which the attribute of a row is to be looked for: the item, or the items of the outer sequence.
std::vector<Json> scopes(const Json& data_set, const AttributeRow& row) {
  if (!is_nested(row)) return {data_set};
  return dicom::get_items(data_set, outer_tag(row));
}

// Empty when the rule is kept, else what is wrong.
std::string broken_rule(ClientRule rule, bool present, bool value) {
  switch (rule) {
    case ClientRule::kOptional:
      return "";
    case ClientRule::kPresent:
      return present ? "" : "must be present (it may be empty)";
    case ClientRule::kValue:
      return value ? "" : "must have a value";
    case ClientRule::kEmpty:
      if (!present) return "must be present and empty";
      return value ? "must be empty" : "";
    case ClientRule::kValueIfPresent:
      return present && !value ? "must not be empty" : "";
    case ClientRule::kForbidden:
      return present ? "is not allowed here" : "";
  }
  return "";
}

std::vector<std::string> rule_problems(const Json& data_set, ClientRule AttributeRow::*column) {
  std::vector<std::string> problems;
  for (const AttributeRow& row : attribute_table()) {
    for (const Json& scope : scopes(data_set, row)) {
      const std::string digits = inner_tag(row);
      const std::string wrong =
          broken_rule(row.*column, dicom::has_attribute(scope, digits), dicom::has_value(scope, digits));
      if (!wrong.empty()) problems.push_back(name_of(row) + " " + wrong);
    }
  }
  return problems;
}

// Values that later logic relies on, if they are there.
void add_value_problems(const Json& data_set, std::vector<std::string>& problems) {
  const auto check = [&](const char* key, const char* sentence, auto is_good) {
    const auto value = dicom::get_string(data_set, key);
    if (value && !is_good(*value)) problems.emplace_back(sentence);
  };
  check(tag::kScheduledProcedureStepPriority, "ScheduledProcedureStepPriority (0074,1200) must be HIGH, MEDIUM or LOW",
        is_priority);
  check(tag::kInputReadinessState, "InputReadinessState (0040,4041) must be READY, INCOMPLETE or UNAVAILABLE",
        [](const std::string& value) { return value == "READY" || value == "INCOMPLETE" || value == "UNAVAILABLE"; });
  check(tag::kScheduledProcedureStepStartDateTime,
        "ScheduledProcedureStepStartDateTime (0040,4005) must be a date and time (DT)",
        [](const std::string& value) { return parse_date_time(value).has_value(); });
  check(tag::kSopInstanceUid, "SOPInstanceUID (0008,0018) must be a UID", dicom::is_valid_uid);
  // The sequence describes one procedure step: a second item would escape the rules of the final states.
  for (const char* key : {tag::kProcedureStepProgressInformationSequence, tag::kUpsPerformedProcedureSequence}) {
    if (dicom::get_items(data_set, key).size() > 1) {
      problems.push_back(std::string(find_attribute(key)->keyword) + " must not have more than one item");
    }
  }
}

bool applies(FinalRule rule, StepState final_state) {
  switch (rule) {
    case FinalRule::kOptional:
      return false;
    case FinalRule::kBoth:
      return true;
    case FinalRule::kCompleted:
    case FinalRule::kCompletedEmpty:
      return final_state == StepState::kCompleted;
    case FinalRule::kCanceled:
      return final_state == StepState::kCanceled;
  }
  return false;
}

}  // namespace

bool is_data_set(const Json& candidate) {
  if (!candidate.is_object()) return false;
  return std::all_of(candidate.items().begin(), candidate.items().end(), [](const auto& attribute) {
    const Json& body = attribute.value();
    if (!is_tag(attribute.key()) || !body.is_object()) return false;
    if (!body.contains("vr") || !body["vr"].is_string()) return false;
    if (!body.contains("Value")) return true;
    if (!body["Value"].is_array()) return false;
    if (body["vr"] != "SQ") return true;
    // An empty item may be written as null or {}.
    return std::all_of(body["Value"].begin(), body["Value"].end(),
                       [](const Json& item) { return item.is_null() || is_data_set(item); });
  });
}

std::vector<std::string> create_problems(const Json& data_set) {
  std::vector<std::string> problems = rule_problems(data_set, &AttributeRow::create);
  add_value_problems(data_set, problems);
  return problems;
}

std::vector<std::string> update_problems(const Json& data_set) {
  std::vector<std::string> problems = rule_problems(data_set, &AttributeRow::update);
  add_value_problems(data_set, problems);
  return problems;
}

std::vector<std::string> final_state_problems(const Json& item, StepState final_state) {
  std::vector<std::string> problems;
  for (const AttributeRow& row : attribute_table()) {
    if (!applies(row.final_state, final_state)) continue;
    for (const Json& scope : scopes(item, row)) {
      const std::string digits = inner_tag(row);
      const bool met = row.final_state == FinalRule::kCompletedEmpty ? dicom::has_attribute(scope, digits)
                                                                     : dicom::has_value(scope, digits);
      if (!met) problems.push_back(name_of(row) + " is needed for " + to_string(final_state));
    }
  }
  return problems;
}

}  // namespace sonolist::plugin
