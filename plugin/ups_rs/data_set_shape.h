// Is JSON from outside a data set of the DICOM JSON Model? Pure.
#pragma once

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// True for an object whose keys are tags (8 upper-case digits) and whose values have a "vr" and, perhaps, an array
// "Value".
bool is_data_set(const Json& candidate);

// Tags in upper case, at every level: some clients write "0040e020".
void upper_case_tags(Json& candidate);

}  // namespace sonolist::plugin
