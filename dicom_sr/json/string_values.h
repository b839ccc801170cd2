// The text of one value in a data set and its JSON form, where the two differ. All pure.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dicom_sr/json/value_kind.h"

namespace sonolist::dicom {

// "Zhang^San=..." to {"Alphabetic": "Zhang^San", "Ideographic": ...}; empty components are left out (PS3.18 F.2.2).
nlohmann::json person_name_to_json(std::string_view dicom_pn);
// The reverse; nothing when `value` is no object of strings.
std::optional<std::string> person_name_from_json(const nlohmann::json& value);

// One value of a string VR: number for DS and IS where the text is one, null for empty text.
nlohmann::json string_value_to_json(ValueKind kind, std::string_view text);
// The reverse, e.g. 0.5 to "0.5"; "" for null; nothing when the JSON type does not suit. DS text is at most
// 16 characters.
std::optional<std::string> string_value_from_json(ValueKind kind, const nlohmann::json& value);

std::vector<std::string_view> split(std::string_view text, char separator);  // "" gives one empty part

}  // namespace sonolist::dicom
