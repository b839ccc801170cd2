// An integrity report for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/dataset/integrity.h"

namespace sonolist::model {

// {"images","height","width","group_sizes","classes":[{"name","images","area_percent":{"smallest","median","largest"}}],
//  "near_duplicates":{"max_distance","within_groups","across_groups","across_parts"},
//  "findings":[{"severity","check","text","samples"}]}
nlohmann::json to_json(const IntegrityReport& report);

// At most ten samples a finding; the JSON form has all.
std::string to_markdown(const IntegrityReport& report);

}  // namespace sonolist::model
