#include "plugin/ups_rs/attribute_access.h"

#include <algorithm>

namespace sonolist::plugin {

std::string readable_tag(std::string_view digits) {
  return "(" + std::string(digits.substr(0, 4)) + "," + std::string(digits.substr(4)) + ")";
}
std::string name_of(const AttributeRow& row) {
  return std::string(row.keyword) + " " + readable_tag(row.tag);
}

std::string to_string(const Place& place) {
  return place.sequence == nullptr ? "" : " in " + name_of(*place.sequence) + to_string(*place.outer);
}

bool has_content(DataSetView data_set, std::string_view tag) {
  return has_content(dicom::values_in_place(data_set, tag));
}

bool has_content(const Json::array_t& values) {
  return std::any_of(values.begin(), values.end(), [](const Json& value) {
    return value.is_string() ? !value.get_ref<const std::string&>().empty()
                             : !(value.is_null() || (value.is_object() && value.empty()));
  });
}

}  // namespace sonolist::plugin
