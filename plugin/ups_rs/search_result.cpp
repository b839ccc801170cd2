#include "plugin/ups_rs/search_result.h"

#include "plugin/ups_rs/attribute_table.h"

namespace sonolist::plugin {

LazyDataSet search_result(const LazyDataSet& item, const SearchQuery& query) {
  if (query.returns_all) return item;
  LazyDataSet result = item.filtered([&query](const std::string& key) {
    const AttributeRow* row = find_attribute(key);
    return (row != nullptr && row->returned != ReturnRule::kOnRequest) || query.returned.count(key) != 0;
  });
  for (const AttributeRow& row : workitem_table().rows) {
    if (row.returned == ReturnRule::kAlways && !result.contains(row.tag)) dicom::set_empty(result, row.tag, row.vr);
  }
  return result;
}

}  // namespace sonolist::plugin
