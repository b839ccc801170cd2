// What a search returns of an item (column "return key" of PS3.4 table CC.2.5-3).
#pragma once

#include "plugin/ups_rs/search_query.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// The attributes of return type 1 and 2, without a value where the item has none; those of 1C that it has; those that
// the query matched or asked for, or all. Pure.
LazyDataSet search_result(const LazyDataSet& item, const SearchQuery& query);

}  // namespace sonolist::plugin
