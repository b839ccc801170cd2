#include "dicom_sr/json/dicom_json.h"

#include <algorithm>

#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/value_kind.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

constexpr const char* kLongCodeValue = "00080119";
constexpr const char* kUrnCodeValue = "00080120";

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

bool has_attribute(DataSetView dataset, std::string_view tag) {
  return dataset.find(tag) != nullptr;
}

bool has_value(DataSetView dataset, std::string_view tag) {
  const Json::array_t& values = values_in_place(dataset, tag);
  return std::any_of(values.begin(), values.end(), [](const Json& value) { return !value.is_null(); });
}

std::optional<std::string> get_string(DataSetView dataset, std::string_view tag) {
  const Json::array_t& values = values_in_place(dataset, tag);
  if (values.empty() || values.front().is_null()) return std::nullopt;
  return text_of(values.front());
}

std::vector<std::string> get_strings(DataSetView dataset, std::string_view tag) {
  const Json::array_t& values = values_in_place(dataset, tag);
  std::vector<std::string> strings(values.size());
  std::transform(values.begin(), values.end(), strings.begin(), text_of);
  return strings;
}

std::vector<Json> get_items(DataSetView dataset, std::string_view tag) {
  const Json::array_t& values = values_in_place(dataset, tag);
  std::vector<Json> items;
  std::copy_if(values.begin(), values.end(), std::back_inserter(items),
               [](const Json& value) { return value.is_object(); });
  return items;
}

std::optional<Code> get_code(DataSetView dataset, std::string_view tag) {
  const Json::array_t& values = values_in_place(dataset, tag);
  const auto item = std::find_if(values.begin(), values.end(), [](const Json& value) { return value.is_object(); });
  if (item == values.end()) return std::nullopt;
  for (const char* value_tag : {tag::kCodeValue, kLongCodeValue, kUrnCodeValue}) {
    if (const auto value = get_string(*item, value_tag)) {
      return Code{*value, get_string(*item, tag::kCodingSchemeDesignator).value_or(""),
                  get_string(*item, tag::kCodeMeaning).value_or("")};
    }
  }
  return std::nullopt;
}

// Foreign JSON may have any shape; whatever has no array of values has no value.
const Json::array_t& values_in_place(DataSetView dataset, std::string_view tag) {
  return values_in_place(dataset.find(tag));
}

const Json::array_t& values_in_place(const Json* attribute) {
  static const Json::array_t kNone;
  if (attribute == nullptr || !attribute->is_object()) return kNone;
  const auto values = attribute->find("Value");
  return values != attribute->end() && values->is_array() ? values->get_ref<const Json::array_t&>() : kNone;
}

Json empty_attribute(std::string_view vr) {
  return Json{{"vr", vr}};
}

Json strings_attribute(std::string_view vr, const std::vector<std::string>& values) {
  Json attribute = empty_attribute(vr);
  if (std::all_of(values.begin(), values.end(), [](const std::string& value) { return value.empty(); })) {
    return attribute;
  }
  Json array = Json::array();
  for (const std::string& value : values) array.push_back(string_value_to_json(string_kind(vr), value));
  attribute["Value"] = std::move(array);
  return attribute;
}

Json items_attribute(std::vector<Json> items) {
  Json attribute = empty_attribute("SQ");
  if (!items.empty()) attribute["Value"] = std::move(items);
  return attribute;
}

Json code_item(const Code& code) {
  Json item = Json::object();
  set_string(item, tag::kCodeValue, "SH", code.value);
  set_string(item, tag::kCodingSchemeDesignator, "SH", code.scheme);
  set_string(item, tag::kCodeMeaning, "LO", code.meaning);
  return item;
}

}  // namespace sonolist::dicom
