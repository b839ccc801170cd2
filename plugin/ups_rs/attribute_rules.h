// Checks of a data set against the table of attributes. Pure; each problem is a sentence that names the attribute
// and never its value.
#pragma once

#include <string>
#include <vector>

#include "plugin/ups_rs/attribute_table.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// What a data set for Create lacks or must not have, in its sequences too. Procedure Step State has its own status, see
// WorklistService::create(). An item without attributes counts as no item, a type 1C attribute without a value as
// absent.
std::vector<std::string> create_problems(const Json& data_set);

// What a data set for Update (without its Transaction UID) must not have.
std::vector<std::string> update_problems(const Json& data_set);

// What the body of a cancel request must not have.
std::vector<std::string> cancel_request_problems(const Json& data_set);

// What an item lacks for COMPLETED or CANCELED; `final_state` is one of these two.
std::vector<std::string> final_state_problems(const LazyDataSet& item, StepState final_state);

}  // namespace sonolist::plugin
