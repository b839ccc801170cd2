#include "dicom_sr/json/dicom_json.h"

#include <algorithm>

#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/value_kind.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

constexpr const char* kLongCodeValue = "00080119";
constexpr const char* kUrnCodeValue = "00080120";

// The Value array, or nullptr. Foreign JSON may have any shape; whatever has no array of values has no value.
const Json* values_of(const Json& dataset, std::string_view tag) {
  if (!dataset.is_object()) return nullptr;
  const auto attribute = dataset.find(std::string(tag));
  if (attribute == dataset.end() || !attribute->is_object()) return nullptr;
  const auto values = attribute->find("Value");
  return values != attribute->end() && values->is_array() ? &*values : nullptr;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) {
    const auto alphabetic = value.find("Alphabetic");
    return alphabetic != value.end() && alphabetic->is_string() ? alphabetic->get<std::string>() : "";
  }
  return string_value_from_json(ValueKind::kDecimalStrings, value).value_or("");
}

ValueKind string_kind(std::string_view vr) {
  return value_kind(vr).value_or(ValueKind::kStrings);
}

}  // namespace

bool has_attribute(const Json& dataset, std::string_view tag) {
  return dataset.is_object() && dataset.contains(std::string(tag));
}

bool has_value(const Json& dataset, std::string_view tag) {
  const Json* values = values_of(dataset, tag);
  return values != nullptr &&
         std::any_of(values->begin(), values->end(), [](const Json& value) { return !value.is_null(); });
}

std::optional<std::string> get_string(const Json& dataset, std::string_view tag) {
  const Json* values = values_of(dataset, tag);
  if (values == nullptr || values->empty() || values->front().is_null()) return std::nullopt;
  return text_of(values->front());
}

std::vector<std::string> get_strings(const Json& dataset, std::string_view tag) {
  std::vector<std::string> strings;
  if (const Json* values = values_of(dataset, tag)) {
    std::transform(values->begin(), values->end(), std::back_inserter(strings), text_of);
  }
  return strings;
}

std::vector<Json> get_items(const Json& dataset, std::string_view tag) {
  std::vector<Json> items;
  if (const Json* values = values_of(dataset, tag)) {
    std::copy_if(values->begin(), values->end(), std::back_inserter(items),
                 [](const Json& value) { return value.is_object(); });
  }
  return items;
}

std::optional<Code> get_code(const Json& dataset, std::string_view tag) {
  const std::vector<Json> items = get_items(dataset, tag);
  if (items.empty()) return std::nullopt;
  const Json& item = items.front();
  for (const char* value_tag : {tag::kCodeValue, kLongCodeValue, kUrnCodeValue}) {
    if (const auto value = get_string(item, value_tag)) {
      return Code{*value, get_string(item, tag::kCodingSchemeDesignator).value_or(""),
                  get_string(item, tag::kCodeMeaning).value_or("")};
    }
  }
  return std::nullopt;
}

void set_empty(Json& dataset, std::string_view tag, std::string_view vr) {
  dataset[std::string(tag)] = Json{{"vr", vr}};
}

void set_string(Json& dataset, std::string_view tag, std::string_view vr, const std::string& value) {
  set_strings(dataset, tag, vr, {value});
}

void set_strings(Json& dataset, std::string_view tag, std::string_view vr, const std::vector<std::string>& values) {
  set_empty(dataset, tag, vr);
  if (std::all_of(values.begin(), values.end(), [](const std::string& value) { return value.empty(); })) return;
  Json array = Json::array();
  for (const std::string& value : values) array.push_back(string_value_to_json(string_kind(vr), value));
  dataset[std::string(tag)]["Value"] = std::move(array);
}

void set_person_name(Json& dataset, std::string_view tag, const std::string& dicom_pn) {
  set_string(dataset, tag, "PN", dicom_pn);
}

void set_items(Json& dataset, std::string_view tag, std::vector<Json> items) {
  set_empty(dataset, tag, "SQ");
  if (!items.empty()) dataset[std::string(tag)]["Value"] = std::move(items);
}

void set_code(Json& dataset, std::string_view tag, const Code& code) {
  set_items(dataset, tag, {code_item(code)});
}

Json code_item(const Code& code) {
  Json item = Json::object();
  set_string(item, tag::kCodeValue, "SH", code.value);
  set_string(item, tag::kCodingSchemeDesignator, "SH", code.scheme);
  set_string(item, tag::kCodeMeaning, "LO", code.meaning);
  return item;
}

}  // namespace sonolist::dicom
