// The parameters of a step that the worklist itself reads: content items of (0074,1210) with codes of 99SONOLIST.
#pragma once

#include <string>
#include <string_view>

#include "dicom_sr/json/dicom_json.h"

namespace sonolist::plugin {

inline constexpr const char* kLocalScheme = "99SONOLIST";

// The text of the parameter with this code value, or "".
std::string parameter_text(dicom::DataSetView item, std::string_view code_value);

// (ATTEMPT,99SONOLIST); 1 when absent or no positive number.
int attempt_of(dicom::DataSetView item);

// Replaces or appends the parameter.
void set_attempt(dicom::LazyDataSet& item, int attempt);

}  // namespace sonolist::plugin
