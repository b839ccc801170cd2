#include "plugin/ups_rs/attribute_access.h"

#include <algorithm>

namespace sonolist::plugin {

std::string readable_tag(std::string_view digits) {
  return "(" + std::string(digits.substr(0, 4)) + "," + std::string(digits.substr(4)) + ")";
}
std::string name_of(const AttributeRow& row) {
  return std::string(row.keyword) + " " + readable_tag(row.tag);
}

bool has_content(const Json& data_set, std::string_view tag) {
  if (!dicom::has_value(data_set, tag)) return false;
  const Json& values = data_set.at(std::string(tag)).at("Value");
  return std::any_of(values.begin(), values.end(), [](const Json& value) {
    return value.is_string() ? !value.get_ref<const std::string&>().empty()
                             : !(value.is_null() || (value.is_object() && value.empty()));
  });
}

}  // namespace sonolist::plugin
