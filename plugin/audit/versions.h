// Which models made the reports of the index, and on which examinations: the recall list.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

struct VersionsRequest {
  AuditFilter filter;
  bool with_examinations = false;
};

// Throws InvalidAuditQuery, also for filters that look at single results. Pure.
VersionsRequest parse_versions(const QueryParameters& query);

// As docs/audit.md shows it. Throws StoreError.
nlohmann::ordered_json versions(SqlSession& session, const VersionsRequest& request);

// What filters can name.
nlohmann::ordered_json filter_values(SqlSession& session);

}  // namespace sonolist::plugin
