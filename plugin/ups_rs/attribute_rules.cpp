#include "plugin/ups_rs/attribute_rules.h"

#include <algorithm>
#include <bitset>

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/ups_rs/attribute_access.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using ClientColumn = ClientRule AttributeRow::*;

constexpr std::size_t kMostRows = 128;  // of a table

// Empty when the rule is kept, else what is wrong.
std::string_view broken_rule(ClientRule rule, bool present, bool value) {
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

// `path` is a tag, or that of a sequence, a dot and a tag, which then every item must have.
bool has_everywhere(const Json& data_set, std::string_view path) {
  if (path.size() == 8) return has_content(data_set, path);
  const Json::array_t& items = dicom::values_in_place(data_set, path.substr(0, 8));
  return std::all_of(items.begin(), items.end(),
                     [&path](const Json& item) { return !item.is_object() || has_content(item, path.substr(9)); });
}

// Without the copies of a comparison with Json.
bool is_text(const Json& value, std::string_view text) {
  return value.is_string() && value.get_ref<const std::string&>() == text;
}

bool holds(const ItemCondition& condition, const Json& data_set) {
  if (!condition.cause.empty()) {
    const Json::array_t& causes = dicom::values_in_place(data_set, condition.cause);
    if (!has_content(causes)) return true;
    if (!condition.cause_value.empty() && !is_text(causes.front(), condition.cause_value)) return true;
  }
  return std::any_of(condition.needed.begin(), condition.needed.end(),
                     [&](std::string_view path) { return !path.empty() && has_everywhere(data_set, path); });
}

std::string broken_condition(const ItemCondition& condition) {
  std::string sentence;
  for (const std::string_view path : condition.needed) {
    if (path.empty()) continue;
    sentence += (sentence.empty() ? "" : " or ") + readable_tag(path.substr(path.size() - 8));
  }
  sentence += " must have a value";
  if (!condition.cause.empty()) sentence += " where " + readable_tag(condition.cause);
  if (!condition.cause_value.empty()) sentence += " is " + std::string(condition.cause_value);
  return sentence;
}

// What the attribute's value is not, if the attribute has defined terms.
std::string broken_terms(const Json& data_set, const AttributeRow& row) {
  const auto all = enumerated_attributes();
  const auto* attribute =
      std::find_if(all.begin(), all.end(), [&row](const EnumeratedAttribute& a) { return a.tag == row.tag; });
  if (attribute == all.end()) return "";
  const auto value = dicom::get_string(data_set, row.tag);
  if (!value || value->empty()) return "";
  if (std::find(attribute->terms.begin(), attribute->terms.end(), *value) != attribute->terms.end()) return "";
  std::string terms;
  for (const std::string_view term : attribute->terms) {
    if (!term.empty()) terms += (terms.empty() ? "" : ", ") + std::string(term);
  }
  return "must be one of " + terms;
}

// A form that later logic relies on.
bool has_right_form(const Json& data_set, const AttributeRow& row, const Json& attribute) {
  const auto vr = attribute.find("vr");
  if ((row.vr == "SQ") != (vr != attribute.end() && is_text(*vr, "SQ"))) return false;
  const bool is_time = row.vr == "DT" || row.vr == "DA";
  if (!is_time && row.tag != tag::kSopInstanceUid) return true;
  const auto value = dicom::get_string(data_set, row.tag);
  if (!value || value->empty()) return true;
  return is_time ? parse_date_time(*value).has_value() : dicom::is_valid_uid(*value);
}

void add_problem(const AttributeRow& row, std::string_view sentence, const Place& place,
                 std::vector<std::string>& problems) {
  if (!sentence.empty()) problems.push_back(name_of(row) + " " + std::string(sentence) + to_string(place));
}

// A table has dozens of rows, an item of a sequence a few attributes: the attributes lead.
void add_rule_problems(const Json& data_set, const AttributeTable& table, ClientColumn column, const Place& place,
                       std::vector<std::string>& problems) {
  std::bitset<kMostRows> present;
  for (const auto& [key, attribute] : data_set.get_ref<const Json::object_t&>()) {
    const AttributeRow* row = find_row(table, key);
    if (row == nullptr) continue;
    present.set(static_cast<std::size_t>(row - table.rows.begin()));
    const Json::array_t& values = dicom::values_in_place(&attribute);
    add_problem(*row, broken_rule(row->*column, true, has_content(values)), place, problems);
    add_problem(*row, broken_terms(data_set, *row), place, problems);
    if (!has_right_form(data_set, *row, attribute)) {
      add_problem(*row, "must be a value of " + std::string(row->vr), place, problems);
    }
    for_each_item(values, *row, place, [&](const Json& item, const Place& inside) {
      add_rule_problems(item, *row->items, column, inside, problems);
    });
  }
  for (const AttributeRow& row : table.rows) {
    if (present.test(static_cast<std::size_t>(&row - table.rows.begin()))) continue;
    add_problem(row, broken_rule(row.*column, false, false), place, problems);
  }
  for (const ItemCondition& condition : table.conditions) {
    if (!holds(condition, data_set)) problems.push_back(broken_condition(condition) + to_string(place));
  }
}

// The sequences describe one procedure step: a second item would escape the rules of the final states.
void add_second_items(const Json& data_set, std::vector<std::string>& problems) {
  for (const char* key : {tag::kProcedureStepProgressInformationSequence, tag::kUpsPerformedProcedureSequence}) {
    const Json::array_t& items = dicom::values_in_place(data_set, key);
    if (std::count_if(items.begin(), items.end(), [](const Json& item) { return item.is_object(); }) > 1) {
      problems.push_back(name_of(*find_attribute(key)) + " must not have more than one item");
    }
  }
}

std::vector<std::string> workitem_problems(const Json& data_set, ClientColumn column) {
  std::vector<std::string> problems;
  add_rule_problems(data_set, workitem_table(), column, {}, problems);
  add_second_items(data_set, problems);
  return problems;
}

}  // namespace

std::vector<std::string> create_problems(const Json& data_set) {
  return workitem_problems(data_set, &AttributeRow::create);
}

std::vector<std::string> update_problems(const Json& data_set) {
  return workitem_problems(data_set, &AttributeRow::update);
}

std::vector<std::string> cancel_request_problems(const Json& data_set) {
  std::vector<std::string> problems;
  add_rule_problems(data_set, cancel_request_table(), &AttributeRow::update, {}, problems);
  return problems;
}

}  // namespace sonolist::plugin
