// Both logs as FHIR R4 AuditEvent resources (hl7.org/fhir/R4/auditevent.html), for a repository that collects them.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// A Bundle of type collection: who read the audit, and steps that began or ended; oldest first, at most 10,000 of each
// log between the times of the filter. Throws StoreError.
nlohmann::ordered_json fhir_audit_events(SqlSession& session, const AuditFilter& filter);

}  // namespace sonolist::plugin
