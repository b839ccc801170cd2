#include "plugin/ups_rs/attribute_access.h"

#include <algorithm>

namespace sonolist::plugin {

std::string readable_tag(std::string_view digits) {
  return "(" + std::string(digits.substr(0, 4)) + "," + std::string(digits.substr(4)) + ")";
}
std::string name_of(const AttributeRow& row) {
  return std::string(row.keyword) + " " + readable_tag(row.tag);
}

const Json* values_in_place(const Json& data_set, std::string_view tag) {
  const auto attribute = data_set.find(tag);
  if (attribute == data_set.end() || !attribute->is_object()) return nullptr;
  const auto values = attribute->find("Value");
  return values != attribute->end() && values->is_array() ? &*values : nullptr;
}

bool has_content(const Json& data_set, std::string_view tag) {
  const Json* values = values_in_place(data_set, tag);
  if (values == nullptr) return false;
  return std::any_of(values->begin(), values->end(), [](const Json& value) {
    return value.is_string() ? !value.get_ref<const std::string&>().empty()
                             : !(value.is_null() || (value.is_object() && value.empty()));
  });
}

}  // namespace sonolist::plugin
