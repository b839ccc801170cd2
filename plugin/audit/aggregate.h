// Results counted, or one measurement described, by days, models, structures, scanners.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Parameters beside those of the filter.
inline const std::set<std::string> kAggregateParameters{"by", "unit", "quantiles", "histogram"};

struct AggregateRequest {
  AuditFilter filter;  // without the measurement that is described
  std::vector<std::string> by;
  std::optional<MeasurementCriterion> measurement;  // with the comparison that its values must hold
  std::vector<double> quantiles;
  int bins = 0;  // of the histogram; 0: none
};

// Throws InvalidAuditQuery. Pure.
AggregateRequest parse_aggregate(const QueryParameters& query);

// As docs/audit.md shows it; groups in the order of their keys. Throws StoreError, and InvalidAuditQuery for a
// measurement of several units of which none is named.
nlohmann::ordered_json aggregate(SqlSession& session, const AggregateRequest& request);

}  // namespace sonolist::plugin
