// A window of time against the time before it: measurements, structures that were missed, steps that failed.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

inline const std::set<std::string> kDriftParameters{"window", "baseline", "minimum"};

struct DriftRequest {
  AuditFilter filter;                              // without times; its measurements name what is compared
  std::vector<MeasurementCriterion> measurements;  // empty: all
  std::optional<TimePoint> until;                  // empty: the end of the day of the newest result
  int window_days = 0, baseline_days = 0;
  std::size_t minimum = 0;  // values that each side needs
};

// Throws InvalidAuditQuery. Pure.
DriftRequest parse_drift(const QueryParameters& query);

// As docs/audit.md shows it; in the order of structures and measurements. Throws StoreError.
nlohmann::ordered_json drift_report(SqlDatabase& database, const DriftRequest& request);

}  // namespace sonolist::plugin
