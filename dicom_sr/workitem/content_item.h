// Processing parameters of a workitem: content items (PS3.4 table CC.2.5-2b). All pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/json/dicom_json.h"

namespace sonolist::dicom {

Json text_item(const Code& concept_name, const std::string& text);
Json numeric_item(const Code& concept_name, double number, const Code& unit);

// Text Value of the first item of that concept; nothing when there is none.
std::optional<std::string> text_parameter(const std::vector<Json>& items, const Code& concept_name);

}  // namespace sonolist::dicom
