// The parts of a filter as SQL conditions on audit_result AS r and audit_record AS rec. Pure.
//
// What leads a query is written so that its index answers; everything else as an expression that no index answers to,
// because SQLite keeps no statistics by which it could choose among them.
#pragma once

#include <string>

#include "plugin/audit/sql/audit_words.h"
#include "plugin/audit/sql/statement.h"

namespace sonolist::plugin {

// Whether a query of this filter must look at audit_record.
bool asks_for_records(const AuditFilter& filter);

// Lists that may lead: which one is written without expressions, if any.
enum class Lead { kTime, kRecord, kReason, kAlgorithm, kStructure, kScanner, kOutcome, kKind, kMeasurement, kNone };

// " AND ..." for everything but the time and the list of the lead.
void add_conditions(Statement& statement, const AuditFilter& filter, const ResolvedFilter& resolved, Lead lead);

// " AND r.record_id IN (SELECT ...)" by the indexes of audit_record; nothing when the filter does not ask for records.
void add_record_lead(Statement& statement, const AuditFilter& filter);

// " AND <column> >= ... AND <column> < ...".
void add_time(Statement& statement, const AuditFilter& filter, const std::string& column);

}  // namespace sonolist::plugin
