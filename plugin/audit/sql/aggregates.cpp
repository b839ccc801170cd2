#include "plugin/audit/sql/aggregates.h"

#include <algorithm>

#include "plugin/audit/audit_time.h"
#include "plugin/audit/sql/filter_conditions.h"

namespace sonolist::plugin {
namespace {

using Take = std::function<void(const Dimensions&, std::int64_t)>;

constexpr const char* kDimensions = "r.day, r.kind, r.outcome, r.structure_id, r.algorithm_id, r.scanner_id";

// By the index that holds all dimensions and nothing else: it is read in order, and no row is looked up.
void count_part(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved,
                const std::function<void(Statement&)>& add_range, const Take& take) {
  Statement statement;
  statement << std::string("SELECT ") + kDimensions + ", COUNT(*) FROM audit_result AS r WHERE 1 = 1";
  add_range(statement);
  add_record_lead(statement, filter);
  add_conditions(statement, filter, resolved, Lead::kNone);
  statement << std::string(" GROUP BY ") + kDimensions;
  const auto rows = session.search(statement.sql(), statement.values());
  while (rows->next()) {
    take({rows->integer(0), rows->text(1), rows->text(2), rows->integer(3), rows->integer(4), rows->integer(5)},
         rows->integer(6));
  }
}

std::int64_t first_whole_day(TimePoint from) {
  const std::int64_t day = day_of(from);
  return start_of_day(day) == from ? day : day + 1;
}

}  // namespace

void count_results(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved, const Take& take) {
  // Whole days by their number, what is left of the first and the last by its time.
  const std::optional<std::int64_t> first = filter.from ? std::optional(first_whole_day(*filter.from)) : std::nullopt;
  const std::optional<std::int64_t> behind = filter.until ? std::optional(day_of(*filter.until)) : std::nullopt;
  const auto count_times = [&](TimePoint from, TimePoint until) {
    if (from >= until) return;
    const auto add_range = [&](Statement& statement) {
      statement << " AND r.time_us >= " + statement.value(to_microseconds(from)) + " AND r.time_us < " +
                       statement.value(to_microseconds(until));
    };
    count_part(session, filter, resolved, add_range, take);
  };
  if (first && behind && *first > *behind) return count_times(*filter.from, *filter.until);
  if (first) count_times(*filter.from, start_of_day(*first));
  const auto add_days = [&](Statement& statement) {
    if (first) statement << " AND r.day >= " + statement.value(*first);
    if (behind) statement << " AND r.day < " + statement.value(*behind);
  };
  count_part(session, filter, resolved, add_days, take);
  if (behind) count_times(start_of_day(*behind), *filter.until);
}

namespace {

Statement values_of(const char* columns, const AuditFilter& filter, const ResolvedFilter& resolved,
                    std::int64_t series) {
  // What the values do not know themselves is asked of their results.
  const bool asks_for_results = asks_for_records(filter) || !filter.outcomes.empty() || !filter.kinds.empty() ||
                                !filter.reasons.empty() || !resolved.measurements.empty();
  Statement statement;
  statement << std::string("SELECT ") + columns + " FROM audit_value AS v" +
                   (asks_for_results ? " JOIN audit_result AS r ON r.id = v.result_id" : "") +
                   " WHERE v.series_id = " + statement.value(series);
  add_time(statement, filter, "v.time_us");
  if (resolved.algorithms) statement << " AND v.algorithm_id + 0 IN " + statement.list(*resolved.algorithms);
  if (resolved.scanners) statement << " AND v.scanner_id + 0 IN " + statement.list(*resolved.scanners);
  if (asks_for_results) {
    add_record_lead(statement, filter);
    add_conditions(statement, filter, resolved, Lead::kNone);
  }
  return statement;
}

}  // namespace

std::vector<double> sorted_values(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved,
                                  std::int64_t series) {
  const Statement statement = values_of("v.value", filter, resolved, series);
  std::vector<double> values = session.reals(statement.sql(), statement.values());
  std::sort(values.begin(), values.end());
  return values;
}

void visit_values(SqlSession& session, const AuditFilter& filter, const ResolvedFilter& resolved, const Numbers& series,
                  const std::function<void(const MeasuredValue&)>& take) {
  for (const std::int64_t one : series) {
    const Statement statement = values_of("v.time_us, v.algorithm_id, v.scanner_id, v.value", filter, resolved, one);
    const auto rows = session.search(statement.sql(), statement.values());
    while (rows->next()) take({one, rows->integer(0), rows->integer(1), rows->integer(2), rows->real(3)});
  }
}

}  // namespace sonolist::plugin
