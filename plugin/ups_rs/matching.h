// Does a workitem match search keys? (PS3.4 C.2.2.2). Pure.
#pragma once

#include <vector>

#include "plugin/ups_rs/search_query.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// All keys must match; keys below one sequence must match in one and the same item of it. Rules by VR of the item's
// attribute: UI list, DA/DT range, PN wildcard without regard to case, all other text wildcard with regard to case.
bool matches(DataSetView data_set, const std::vector<MatchKey>& keys);

}  // namespace sonolist::plugin
