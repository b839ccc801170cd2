#include "plugin/audit/sql/result_pages.h"

#include <algorithm>

#include "plugin/audit/sql/filter_conditions.h"
#include "plugin/audit/sql/record_rows.h"

namespace sonolist::plugin {
namespace {

// A list of more values than this does not lead: each value is a query of its own.
constexpr std::size_t kMostBranches = 64;
// Up to here a condition finds its results by its own index, and they are put into order; beyond, the results are
// walked through in order, because a page is full after a few thousand at most.
constexpr std::int64_t kFew = 5000;

constexpr const char* kColumns =
    "r.id, r.time_us, r.kind, r.outcome, r.reason, r.structure_id, r.scanner_id, r.algorithm_id, r.details, "
    "rec.sop_uid, rec.study_uid, rec.study_date, rec.patient_id, rec.accession_number, rec.source_sop_uid";

ResultRow read_row(const SqlRows& row) {
  return {row.integer(0), row.integer(1), row.text(2),    row.text(3),  row.text(4),
          row.integer(5), row.integer(6), row.integer(7), row.text(8),  row.text(9),
          row.text(10),   row.text(11),   row.text(12),   row.text(13), row.text(14)};
}

// One way to the results: each branch gives the first ones of its part in order, and no two have one in common.
struct Plan {
  Lead lead = Lead::kTime;
  const char* column = nullptr;  // of a list that leads
  SqlValues values;              // a branch each
};

class PageQuery {
 public:
  PageQuery(SqlSession& session, const PageRequest& request, const ResolvedFilter& resolved, std::int64_t snapshot)
      : session_(session), request_(request), filter_(request.filter), resolved_(resolved), snapshot_(snapshot) {}

  // The first ones, and whether there are more.
  std::vector<ResultRow> run(bool& has_more) {
    const Plan plan = choose();
    std::vector<ResultRow> rows;
    if (plan.lead == Lead::kMeasurement) {
      for (const std::int64_t series : resolved_.measurements.front().series) append(rows, measurement_branch(series));
    } else if (plan.lead == Lead::kTime || plan.lead == Lead::kRecord) {
      append(rows, result_branch(plan, nullptr));
    } else {
      for (const SqlValue& value : plan.values) append(rows, result_branch(plan, &value));
    }
    std::sort(rows.begin(), rows.end(), [this](const ResultRow& a, const ResultRow& b) {
      const auto key = [](const ResultRow& row) { return std::make_pair(row.time_us, row.id); };
      return request_.newest_first ? key(a) > key(b) : key(a) < key(b);
    });
    // What lies behind the end of a branch that has more waits for the next page: that branch may have something before
    // it.
    rows.erase(std::remove_if(rows.begin(), rows.end(), [this](const ResultRow& row) { return is_behind_an_end(row); }),
               rows.end());
    // A result whose report gives two values of what is asked for is found twice.
    rows.erase(std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
               rows.end());
    has_more = has_full_branch_ || rows.size() > request_.limit;
    if (rows.size() > request_.limit) rows.resize(request_.limit);
    return rows;
  }

 private:
  Plan choose() {
    if (asks_for_records(filter_)) return {Lead::kRecord, nullptr, {}};
    std::vector<Plan> plans;
    if (resolved_.reasons) add_plan(plans, Lead::kReason, "reason", *resolved_.reasons, true);
    if (resolved_.algorithms) add_plan(plans, Lead::kAlgorithm, "algorithm_id", *resolved_.algorithms, true);
    if (resolved_.structures) add_plan(plans, Lead::kStructure, "structure_id", *resolved_.structures, true);
    if (resolved_.scanners) add_plan(plans, Lead::kScanner, "scanner_id", *resolved_.scanners, true);
    add_plan(plans, Lead::kOutcome, "outcome", filter_.outcomes);
    add_plan(plans, Lead::kKind, "kind", filter_.kinds);
    if (!resolved_.measurements.empty()) plans.push_back({Lead::kMeasurement, nullptr, {}});
    if (plans.empty()) return {};
    if (plans.size() == 1) return plans.front();
    return *std::min_element(plans.begin(), plans.end(),
                             [this](const Plan& a, const Plan& b) { return few(a) < few(b); });
  }

  template <typename Values>
  static void add_plan(std::vector<Plan>& plans, Lead lead, const char* column, const Values& values,
                       bool is_list = false) {
    if (values.empty() && !is_list) return;
    if (values.size() > kMostBranches) return;
    plans.push_back({lead, column, SqlValues(values.begin(), values.end())});
  }

  // How many results a plan looks at, counted up to kFew for each branch.
  std::int64_t few(const Plan& plan) {
    std::int64_t sum = 0;
    if (plan.lead == Lead::kMeasurement) {
      for (const std::int64_t series : resolved_.measurements.front().series) sum += few_values(series);
      return sum;
    }
    for (const SqlValue& value : plan.values) {
      const std::string guard = plan.lead == Lead::kReason ? " AND reason <> ''" : "";
      sum += count("SELECT COUNT(*) FROM (SELECT 1 FROM audit_result WHERE " + std::string(plan.column) + " = ?1" +
                       guard + " LIMIT ?2) AS few",
                   {value, kFew});
    }
    return sum;
  }

  std::int64_t few_values(std::int64_t series) {
    const ResolvedMeasurement& measurement = resolved_.measurements.front();
    if (measurement.comparison == Comparison::kAny) return kFew;
    return count("SELECT COUNT(*) FROM (SELECT 1 FROM audit_value WHERE series_id = ?1 AND value" +
                     std::string(sign_of(measurement.comparison)) + "?2 LIMIT ?3) AS few",
                 {series, measurement.value, kFew});
  }

  std::int64_t count(const std::string& sql, const SqlValues& values) {
    const auto row = session_.search(sql, values);
    return row->next() ? row->integer(0) : 0;
  }

  std::vector<ResultRow> result_branch(const Plan& plan, const SqlValue* value) {
    Statement statement;
    statement << std::string("SELECT ") + kColumns +
                     " FROM audit_result AS r JOIN audit_record AS rec ON rec.id = r.record_id WHERE 1 = 1";
    if (value != nullptr) statement << " AND r." + std::string(plan.column) + " = " + statement.value(*value);
    if (plan.lead == Lead::kReason) statement << " AND r.reason <> ''";
    const bool is_put_in_order = plan.lead == Lead::kRecord;
    add_record_lead(statement, filter_);
    end(statement, plan.lead, "r.time_us", "r.id", is_put_in_order);
    return rows_of(statement);
  }

  std::vector<ResultRow> measurement_branch(std::int64_t series) {
    const ResolvedMeasurement& measurement = resolved_.measurements.front();
    const bool is_rare = few_values(series) < kFew;
    Statement statement;
    statement << std::string("SELECT ") + kColumns +
                     " FROM audit_value AS v JOIN audit_result AS r ON r.id = v.result_id "
                     "JOIN audit_record AS rec ON rec.id = r.record_id WHERE v.series_id = " +
                     statement.value(series);
    if (measurement.comparison != Comparison::kAny) {
      statement << (is_rare ? " AND v.value" : " AND v.value + 0.0") + std::string(sign_of(measurement.comparison)) +
                       statement.value(measurement.value);
    }
    end(statement, Lead::kMeasurement, "v.time_us", "v.result_id", is_rare);
    return rows_of(statement);
  }

  // What all branches have in common. The index of the lead has its results in order, unless they are to be put in
  // order.
  void end(Statement& statement, Lead lead, const std::string& time, const std::string& id, bool is_put_in_order) {
    const std::string neutral = is_put_in_order ? " + 0" : "";
    add_conditions(statement, filter_, resolved_, lead);
    add_time(statement, filter_, time + neutral);
    if (request_.after) {
      statement << " AND (" + time + neutral + ", " + id + neutral + (request_.newest_first ? ") < (" : ") > (") +
                       statement.value(request_.after->time_us) + ", " + statement.value(request_.after->result_id) +
                       ")";
    }
    statement << " AND rec.added + 0 <= " + statement.value(snapshot_);
    const std::string direction = request_.newest_first ? " DESC" : "";
    statement << " ORDER BY " + time + neutral + direction + ", " + id + neutral + direction + " LIMIT " +
                     statement.value(static_cast<std::int64_t>(request_.limit + 1));
  }

  std::vector<ResultRow> rows_of(const Statement& statement) {
    const auto rows = session_.search(statement.sql(), statement.values());
    std::vector<ResultRow> result;
    while (rows->next()) result.push_back(read_row(*rows));
    if (result.size() > request_.limit) {
      has_full_branch_ = true;
      ends_.emplace_back(result.back().time_us, result.back().id);
    }
    return result;
  }

  bool is_behind_an_end(const ResultRow& row) const {
    const auto key = std::make_pair(row.time_us, row.id);
    return std::any_of(ends_.begin(), ends_.end(),
                       [&](const auto& end) { return request_.newest_first ? key < end : key > end; });
  }

  static void append(std::vector<ResultRow>& rows, std::vector<ResultRow> more) {
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  SqlSession& session_;
  const PageRequest& request_;
  const AuditFilter& filter_;
  const ResolvedFilter& resolved_;
  const std::int64_t snapshot_;
  bool has_full_branch_ = false;
  std::vector<std::pair<std::int64_t, std::int64_t>> ends_;  // time and number of the last row of each full branch
};

}  // namespace

ResultPage read_page(SqlSession& session, const PageRequest& request, const AuditWords& words) {
  const std::int64_t snapshot = request.after ? request.after->snapshot : progress_value(session, kEverywhere, "added");
  const ResolvedFilter resolved = resolve(request.filter, words);
  ResultPage page;
  bool has_more = false;
  page.rows = PageQuery(session, request, resolved, snapshot).run(has_more);
  if (has_more && !page.rows.empty()) {
    page.next = PageCursor{snapshot, page.rows.back().time_us, page.rows.back().id};
  }
  return page;
}

}  // namespace sonolist::plugin
