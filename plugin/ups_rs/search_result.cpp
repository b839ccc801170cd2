#include "plugin/ups_rs/search_result.h"

#include "plugin/ups_rs/attribute_table.h"

namespace sonolist::plugin {

Json search_result(const Json& item, const SearchQuery& query) {
  if (query.returns_all) return item;
  Json result = Json::object();
  for (const auto& [key, attribute] : item.items()) {
    const AttributeRow* row = find_attribute(key);
    const bool is_returned = row != nullptr && row->returned != ReturnRule::kOnRequest;
    if (is_returned || query.returned.count(key) != 0) result[key] = attribute;
  }
  for (const AttributeRow& row : workitem_table().rows) {
    const std::string key(row.tag);
    if (row.returned == ReturnRule::kAlways && !result.contains(key)) dicom::set_empty(result, key, row.vr);
  }
  return result;
}

}  // namespace sonolist::plugin
