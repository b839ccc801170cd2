#include "plugin/audit/sql/result_pages.h"

#include <algorithm>
#include <functional>

#include "plugin/audit/sql/filter_conditions.h"
#include "plugin/audit/sql/record_rows.h"

namespace sonolist::plugin {
namespace {

// A list of more values than this does not lead: each value is a query of its own.
constexpr std::size_t kMostBranches = 64;
// Up to here a condition finds its results by its own index, and they are put into order; beyond, the results are
// walked through in order, because a page is full after a few thousand at most.
constexpr std::int64_t kFew = 1500;
// Of each of several branches, beyond its share of the page.
constexpr std::size_t kFirstRows = 10;
// Results that are looked up by their numbers in one statement.
constexpr std::size_t kLookups = 100;

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
    std::vector<Branch> branches = branches_of(choose());
    // Many branches give few rows each; the one that ends first is asked for more until the page is full.
    const std::size_t first =
        branches.size() <= 1 ? request_.limit + 1 : kFirstRows + 2 * request_.limit / branches.size();
    for (Branch& branch : branches) fetch(branch, std::min(first, request_.limit + 1));
    std::vector<ResultRow> rows = complete_rows(branches);
    for (Branch* shortest = first_to_end(branches); rows.size() <= request_.limit && shortest != nullptr;
         shortest = first_to_end(branches)) {
      fetch(*shortest, request_.limit + 1);
      rows = complete_rows(branches);
    }
    has_more = rows.size() > request_.limit || first_to_end(branches) != nullptr;
    if (rows.size() > request_.limit) rows.resize(request_.limit);
    return rows;
  }

 private:
  using Key = std::pair<std::int64_t, std::int64_t>;  // time and number

  struct Branch {
    std::function<std::vector<ResultRow>(const std::optional<Key>& after, std::size_t count)> rows_after;
    std::vector<ResultRow> rows;
    bool has_more = true;
  };

  static Key key_of(const ResultRow& row) { return {row.time_us, row.id}; }
  bool is_before(const Key& a, const Key& b) const { return request_.newest_first ? a > b : a < b; }

  static void fetch(Branch& branch, std::size_t count) {
    const auto after = branch.rows.empty() ? std::nullopt : std::optional(key_of(branch.rows.back()));
    std::vector<ResultRow> more = branch.rows_after(after, count);
    branch.has_more = more.size() == count;
    branch.rows.insert(branch.rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  // Of those that have more, the one whose rows end first: what lies behind may be in another order.
  Branch* first_to_end(std::vector<Branch>& branches) const {
    Branch* first = nullptr;
    for (Branch& branch : branches) {
      if (!branch.has_more) continue;
      if (first == nullptr || is_before(key_of(branch.rows.back()), key_of(first->rows.back()))) first = &branch;
    }
    return first;
  }

  // In order, up to where a branch that has more ends. A result whose report gives two values of what is asked for is
  // found twice.
  std::vector<ResultRow> complete_rows(std::vector<Branch>& branches) const {
    const Branch* const shortest = first_to_end(branches);
    std::vector<ResultRow> rows;
    for (const Branch& branch : branches) {
      for (const ResultRow& row : branch.rows) {
        if (shortest != nullptr && is_before(key_of(shortest->rows.back()), key_of(row))) break;
        rows.push_back(row);
      }
    }
    sort_in_order(rows);
    rows.erase(std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
               rows.end());
    return rows;
  }

  std::vector<Branch> branches_of(const Plan& plan) {
    std::vector<Branch> branches;
    const auto add = [&branches](auto rows_after) { branches.push_back({std::move(rows_after), {}, true}); };
    if (plan.lead == Lead::kMeasurement) {
      for (const std::int64_t series : resolved_.measurements.front().series) {
        add([this, series](const auto& after, std::size_t count) { return measurement_branch(series, after, count); });
      }
    } else if (plan.lead == Lead::kTime || plan.lead == Lead::kRecord) {
      add([this, plan](const auto& after, std::size_t count) { return result_branch(plan, nullptr, after, count); });
    } else {
      for (const SqlValue& value : plan.values) {
        add([this, plan, value](const auto& after, std::size_t count) {
          return result_branch(plan, &value, after, count);
        });
      }
    }
    return branches;
  }

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

  std::vector<ResultRow> result_branch(const Plan& plan, const SqlValue* value, const std::optional<Key>& after,
                                       std::size_t count) {
    Statement statement;
    statement << std::string("SELECT ") + kColumns +
                     " FROM audit_result AS r JOIN audit_record AS rec ON rec.id = r.record_id WHERE 1 = 1";
    if (value != nullptr) statement << " AND r." + std::string(plan.column) + " = " + statement.value(*value);
    if (plan.lead == Lead::kReason) statement << " AND r.reason <> ''";
    const bool is_put_in_order = plan.lead == Lead::kRecord;
    add_record_lead(statement, filter_);
    end(statement, plan.lead, {"r.time_us", "r.id", is_put_in_order}, after, count);
    return rows_of(statement);
  }

  std::vector<ResultRow> measurement_branch(std::int64_t series, const std::optional<Key>& after, std::size_t count) {
    const ResolvedMeasurement& measurement = resolved_.measurements.front();
    if (few_values(series) < kFew) return rare_branch(series, after, count);
    Statement statement;
    statement << std::string("SELECT ") + kColumns +
                     " FROM audit_value AS v JOIN audit_result AS r ON r.id = v.result_id "
                     "JOIN audit_record AS rec ON rec.id = r.record_id WHERE v.series_id = " +
                     statement.value(series);
    if (measurement.comparison != Comparison::kAny) {
      statement << " AND v.value + 0.0" + std::string(sign_of(measurement.comparison)) +
                       statement.value(measurement.value);
    }
    end(statement, Lead::kMeasurement, {"v.time_us", "v.result_id", false}, after, count);
    return rows_of(statement);
  }

  // The few results whose values fit are found by value and put in order here: no engine guesses how few they are.
  std::vector<ResultRow> rare_branch(std::int64_t series, const std::optional<Key>& after, std::size_t count) {
    const std::vector<Key> candidates = rare_results(series, after);
    std::vector<ResultRow> rows;
    for (std::size_t begin = 0; begin < candidates.size() && rows.size() < count; begin += kLookups) {
      const std::size_t end = std::min(begin + kLookups, candidates.size());
      std::vector<std::int64_t> ids;
      for (std::size_t i = begin; i < end; ++i) ids.push_back(candidates[i].second);
      ids.resize(kLookups, ids.back());  // one text for all
      Statement statement;
      statement << std::string("SELECT ") + kColumns +
                       " FROM audit_result AS r JOIN audit_record AS rec ON rec.id = r.record_id WHERE r.id IN " +
                       statement.list(ids);
      add_conditions(statement, filter_, resolved_, Lead::kMeasurement);
      statement << " AND rec.added + 0 <= " + statement.value(snapshot_);
      std::vector<ResultRow> more = rows_of(statement);
      sort_in_order(more);
      rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    if (rows.size() > count) rows.resize(count);
    return rows;
  }

  std::vector<Key> rare_results(std::int64_t series, const std::optional<Key>& after) {
    const ResolvedMeasurement& measurement = resolved_.measurements.front();
    Statement statement;
    statement << "SELECT time_us, result_id FROM audit_value WHERE series_id = " + statement.value(series) +
                     " AND value" + sign_of(measurement.comparison) + statement.value(measurement.value);
    add_time(statement, filter_, "time_us");
    const std::optional<Key> begin = beginning(after);
    std::vector<Key> keys;
    {
      const auto rows = session_.search(statement.sql(), statement.values());
      while (rows->next()) {
        const Key key(rows->integer(0), rows->integer(1));
        if (!begin || is_before(*begin, key)) keys.push_back(key);
      }
    }
    std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) { return is_before(a, b); });
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
  }

  // What the rows of a branch come behind, if anything.
  std::optional<Key> beginning(const std::optional<Key>& after) const {
    if (after || !request_.after) return after;
    return Key(request_.after->time_us, request_.after->result_id);
  }

  void sort_in_order(std::vector<ResultRow>& rows) const {
    std::sort(rows.begin(), rows.end(),
              [this](const ResultRow& a, const ResultRow& b) { return is_before(key_of(a), key_of(b)); });
  }

  struct Order {
    std::string time, id;  // columns
    bool is_made = false;  // else the index of the lead has its rows in order
  };

  // What all branches have in common.
  void end(Statement& statement, Lead lead, const Order& order, const std::optional<Key>& after, std::size_t count) {
    const std::string neutral = order.is_made ? " + 0" : "";
    const std::string time = order.time + neutral;
    const std::string id = order.id + neutral;
    add_conditions(statement, filter_, resolved_, lead);
    add_time(statement, filter_, time);
    const std::optional<Key> begin = beginning(after);
    if (begin) {
      statement << " AND (" + time + ", " + id + (request_.newest_first ? ") < (" : ") > (") +
                       statement.value(begin->first) + ", " + statement.value(begin->second) + ")";
    }
    statement << " AND rec.added + 0 <= " + statement.value(snapshot_);
    const std::string direction = request_.newest_first ? " DESC" : "";
    statement << " ORDER BY " + time + direction + ", " + id + direction + " LIMIT " +
                     statement.value(static_cast<std::int64_t>(count));
  }

  std::vector<ResultRow> rows_of(const Statement& statement) {
    const auto rows = session_.search(statement.sql(), statement.values());
    std::vector<ResultRow> result;
    while (rows->next()) result.push_back(read_row(*rows));
    return result;
  }

  SqlSession& session_;
  const PageRequest& request_;
  const AuditFilter& filter_;
  const ResolvedFilter& resolved_;
  const std::int64_t snapshot_;
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
