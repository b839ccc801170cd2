#include "plugin/ups_rs/search_result.h"

#include "plugin/ups_rs/attribute_table.h"

namespace sonolist::plugin {

Json search_result(const Json& item, const SearchQuery& query) {
  if (query.returns_all) return item;
  Json result = Json::object();
  for (const auto& [key, attribute] : item.items()) {
    const AttributeRow* row = find_attribute(key);
    const bool always = row != nullptr && row->always_returned;
    if (always || query.returned.count(key) != 0) result[key] = attribute;
  }
  return result;
}

}  // namespace sonolist::plugin
