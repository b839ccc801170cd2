// Results as JSON, NDJSON and CSV: see docs/audit.md. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plugin/audit/sql/audit_words.h"
#include "plugin/audit/sql/result_pages.h"

namespace sonolist::plugin {

nlohmann::ordered_json result_json(const ResultRow& row, const AuditWords& words);

// One object a line.
std::string as_ndjson(const std::vector<nlohmann::ordered_json>& results);

// RFC 4180 with a header line; measurements stand in one column, "Area=52.1 mm2; ...". A text that a spreadsheet would take
// for a formula begins with an apostrophe.
std::string as_csv(const std::vector<nlohmann::ordered_json>& results);

}  // namespace sonolist::plugin
