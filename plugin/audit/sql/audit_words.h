// The dictionaries of the index as a query reads them, and what of a filter they answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/audit/audit_filter.h"
#include "plugin/audit/audit_record.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

struct SeriesWord {
  std::int64_t structure_id = 0;
  dicom::Code concept;
  std::string modifier, unit;
};

// Hundreds of entries, not millions: read whole by each query. `structures` has 0 for results of none.
struct AuditWords {
  std::map<std::int64_t, AuditScanner> scanners;
  std::map<std::int64_t, AuditAlgorithm> algorithms;
  std::map<std::int64_t, std::optional<dicom::Code>> structures;
  std::map<std::int64_t, SeriesWord> series;
  std::vector<std::string> reasons;
};

// The reasons are only read for a filter that asks for some.
AuditWords read_words(SqlSession& session, const AuditFilter& filter = {});

using Numbers = std::vector<std::int64_t>;

struct ResolvedMeasurement {
  Numbers series;
  Comparison comparison = Comparison::kAny;
  double value = 0;
};

// A filter in the numbers of the index. A list that is absent lets all pass, an empty one nothing.
struct ResolvedFilter {
  std::optional<Numbers> scanners, algorithms, structures;
  std::optional<std::vector<std::string>> reasons;
  std::vector<ResolvedMeasurement> measurements;
};

// Pure.
ResolvedFilter resolve(const AuditFilter& filter, const AuditWords& words);

// The series that a criterion names, of the structures of the filter. Pure.
Numbers series_of(const MeasurementCriterion& criterion, const std::optional<Numbers>& structures,
                  const AuditWords& words);

}  // namespace sonolist::plugin
