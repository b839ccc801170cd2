#include "plugin/audit/sql/filter_conditions.h"

#include <array>

namespace sonolist::plugin {
namespace {

using Texts = std::vector<std::string>;

struct RecordColumn {
  Texts AuditFilter::*values;
  const char* column;
};

constexpr std::array<RecordColumn, 5> kRecordColumns{{{&AuditFilter::reports, "sop_uid"},
                                                      {&AuditFilter::sources, "source_sop_uid"},
                                                      {&AuditFilter::studies, "study_uid"},
                                                      {&AuditFilter::accessions, "accession_number"},
                                                      {&AuditFilter::patients, "patient_id"}}};

void add_texts(Statement& statement, const char* column, const Texts& values) {
  if (!values.empty()) statement << " AND " + std::string(column) + " || '' IN " + statement.list(values);
}

void add_numbers(Statement& statement, const char* column, const std::optional<Numbers>& numbers) {
  if (numbers) statement << " AND " + std::string(column) + " + 0 IN " + statement.list(*numbers);
}

void add_measurement(Statement& statement, const ResolvedMeasurement& measurement) {
  statement << " AND EXISTS (SELECT 1 FROM audit_value AS x WHERE x.series_id IN " +
                   statement.list(measurement.series) + " AND x.time_us = r.time_us AND x.result_id = r.id";
  if (measurement.comparison != Comparison::kAny) {
    statement << " AND x.value + 0.0" + std::string(sign_of(measurement.comparison)) +
                     statement.value(measurement.value);
  }
  statement << ")";
}

}  // namespace

bool asks_for_records(const AuditFilter& filter) {
  for (const RecordColumn& column : kRecordColumns) {
    if (!(filter.*column.values).empty()) return true;
  }
  return false;
}

void add_conditions(Statement& statement, const AuditFilter& filter, const ResolvedFilter& resolved, Lead lead) {
  if (lead != Lead::kScanner) add_numbers(statement, "r.scanner_id", resolved.scanners);
  if (lead != Lead::kAlgorithm) add_numbers(statement, "r.algorithm_id", resolved.algorithms);
  if (lead != Lead::kStructure) add_numbers(statement, "r.structure_id", resolved.structures);
  if (lead != Lead::kOutcome) add_texts(statement, "r.outcome", filter.outcomes);
  if (lead != Lead::kKind) add_texts(statement, "r.kind", filter.kinds);
  if (lead != Lead::kReason && resolved.reasons) {
    statement << " AND r.reason || '' IN " + statement.list(*resolved.reasons);
  }
  bool is_first = true;
  for (const ResolvedMeasurement& measurement : resolved.measurements) {
    if (!(is_first && lead == Lead::kMeasurement)) add_measurement(statement, measurement);
    is_first = false;
  }
}

void add_record_lead(Statement& statement, const AuditFilter& filter) {
  std::string conditions;
  for (const RecordColumn& column : kRecordColumns) {
    const Texts& values = filter.*column.values;
    if (values.empty()) continue;
    // The first, which tells most, leads.
    conditions += conditions.empty() ? std::string(column.column) : " AND " + std::string(column.column) + " || ''";
    conditions += " IN " + statement.list(values);
  }
  if (!conditions.empty()) statement << " AND r.record_id IN (SELECT id FROM audit_record WHERE " + conditions + ")";
}

void add_time(Statement& statement, const AuditFilter& filter, const std::string& column) {
  if (filter.from) statement << " AND " + column + " >= " + statement.value(to_microseconds(*filter.from));
  if (filter.until) statement << " AND " + column + " < " + statement.value(to_microseconds(*filter.until));
}

}  // namespace sonolist::plugin
