// What of all images was processed, and what became of one of them.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Images by outcome, reasons, and the steps that each rule made; of those that came between the times of the filter.
// Throws StoreError.
nlohmann::ordered_json coverage(SqlSession& session, const AuditFilter& filter);

// Input, steps with their events, outputs, comparisons and deletions around the object with this UID: an image, a
// report, a segmentation or a workitem. Nothing when nobody knows it.
std::optional<nlohmann::ordered_json> trace(SqlSession& session, const std::string& uid);

}  // namespace sonolist::plugin
