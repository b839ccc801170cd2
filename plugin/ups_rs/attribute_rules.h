// Checks of a data set against the table of attributes. Pure; each problem is a sentence that names the attribute
// and never its value.
#pragma once

#include <string>
#include <vector>

#include "plugin/ups_rs/attribute_table.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// True for a JSON object whose keys are tags and whose values have a "vr" and, perhaps, an array "Value".
bool is_data_set(const Json& candidate);

// What a data set for Create lacks or must not have. Procedure Step State has its own status, see create_workitem().
std::vector<std::string> create_problems(const Json& data_set);

// What a data set for Update (without its Transaction UID) must not have.
std::vector<std::string> update_problems(const Json& data_set);

// What an item lacks for COMPLETED or CANCELED; `final_state` is one of these two.
std::vector<std::string> final_state_problems(const Json& item, StepState final_state);

}  // namespace sonolist::plugin
