// Counts and values of the results that a filter lets pass. Inside a session; throw StoreError.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugin/audit/audit_filter.h"
#include "plugin/audit/sql/audit_words.h"

namespace sonolist::plugin {

// What results are counted by.
struct Dimensions {
  std::int64_t day = 0;  // since 1970 UTC
  std::string kind, outcome;
  std::int64_t structure_id = 0, algorithm_id = 0, scanner_id = 0;
};

// Calls `count(dimensions, number)` for each combination that occurs; the same one may come several times.
void count_results(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved,
                   const std::function<void(const Dimensions&, std::int64_t)>& count);

struct MeasuredValue {
  std::int64_t series_id = 0, time_us = 0, algorithm_id = 0, scanner_id = 0;
  double value = 0;
};

// The values of one series, ascending.
std::vector<double> sorted_values(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved,
                                  std::int64_t series);

// Calls `take` for each value of these series.
void visit_values(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved, const Numbers& series,
                  const std::function<void(const MeasuredValue&)>& take);

}  // namespace sonolist::plugin
