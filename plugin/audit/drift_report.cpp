#include "plugin/audit/drift_report.h"

#include <algorithm>
#include <future>
#include <map>

#include "plugin/audit/audit_time.h"
#include "plugin/audit/code_json.h"
#include "plugin/audit/sql/aggregates.h"
#include "plugin/audit/sql/filter_conditions.h"
#include "plugin/audit/statistics/description.h"
#include "plugin/audit/statistics/drift.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;
using Days = std::chrono::hours;

constexpr int kHoursADay = 24;

struct Periods {
  TimePoint baseline, window, end;
};

template <typename Value>
struct Sides {
  Value baseline{}, window{};
};

struct Rate {
  std::int64_t trials = 0, hits = 0;
  double rate() const { return trials == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(trials); }
};

TimePoint end_of_results(SqlSession& session) {
  const auto row = session.query("SELECT day FROM audit_result ORDER BY day DESC LIMIT 1", {});
  return start_of_day(row->next() ? row->integer(0) + 1 : 0);
}

Periods periods_of(SqlSession& session, const DriftRequest& request) {
  Periods periods;
  periods.end = request.until ? *request.until : end_of_results(session);
  periods.window = periods.end - Days(request.window_days * kHoursADay);
  periods.baseline = periods.window - Days(request.baseline_days * kHoursADay);
  return periods;
}

AuditFilter between(AuditFilter filter, TimePoint from, TimePoint until) {
  filter.from = from;
  filter.until = until;
  return filter;
}

ordered_json side_json(const std::vector<double>& sorted) {
  return {{"count", sorted.size()}, {"mean", describe(sorted).mean}, {"median", quantile(sorted, 0.5)}};
}

ordered_json rate_json(const Rate& rate, const char* hits) {
  return {{"count", rate.trials}, {hits, rate.hits}, {"rate", rate.rate()}};
}

ordered_json rates_json(const Sides<Rate>& rates, const char* hits) {
  return {{"window", rate_json(rates.window, hits)},
          {"baseline", rate_json(rates.baseline, hits)},
          {"pValue", fisher_exact(rates.baseline.hits, rates.baseline.trials, rates.window.hits, rates.window.trials)}};
}

// In the order of what is shown, which does not depend on the numbers of the index.
template <typename Number, typename Name>
void sort_by_name(std::vector<Number>& numbers, const Name& name) {
  std::sort(numbers.begin(), numbers.end(), [&](Number a, Number b) { return name(a) < name(b); });
}

// Whether a record alone does not tell that it passes.
bool asks_for_results(const AuditFilter& filter) {
  return asks_for_records(filter) || !(filter.structures.empty() && filter.outcomes.empty() && filter.kinds.empty() &&
                                       filter.reasons.empty() && filter.agreements.empty());
}

class DriftReport {
 public:
  DriftReport(SqlDatabase& database, const DriftRequest& request)
      : database_(database),
        request_(request),
        periods_(database.read([&](SqlSession& session) { return periods_of(session, request); })),
        words_(database.read([&](SqlSession& session) { return read_words(session, request.filter); })),
        resolved_(resolve(request.filter, words_)) {}

  ordered_json measurements() {
    Numbers series = wanted_series();
    sort_by_name(series, [this](std::int64_t one) {
      const SeriesWord& word = words_.series.at(one);
      return std::make_tuple(structure_name(word.structure_id), word.concept.meaning, word.modifier, word.unit);
    });
    // Most of the time goes into reading millions of values: each half is read in a session of its own.
    std::vector<ordered_json> rows(series.size());
    const auto compare_every_second = [&](std::size_t first) {
      database_.read([&](SqlSession& session) {
        for (std::size_t i = first; i < series.size(); i += 2) rows[i] = compare(session, series[i]);
      });
    };
    auto other_half = std::async(std::launch::async, compare_every_second, 1);
    compare_every_second(0);
    other_half.get();
    ordered_json list = ordered_json::array();
    for (ordered_json& row : rows) {
      if (!row.is_null()) list.push_back(std::move(row));
    }
    return list;
  }

  ordered_json missing() {
    std::map<std::int64_t, Sides<Rate>> rates;
    AuditFilter filter = between(request_.filter, periods_.baseline, periods_.end);
    const bool wants_reports =
        filter.kinds.empty() || std::find(filter.kinds.begin(), filter.kinds.end(), "report") != filter.kinds.end();
    if (!wants_reports) return ordered_json::array();
    filter.kinds = {"report"};
    const std::int64_t window_day = day_of(periods_.window);
    const auto count = [&](const Dimensions& dimensions, std::int64_t number) {
      // Those that came since the words were read are for the next time.
      if (dimensions.structure_id == 0 || words_.structures.count(dimensions.structure_id) == 0) return;
      Sides<Rate>& sides = rates[dimensions.structure_id];
      Rate& rate = dimensions.day >= window_day ? sides.window : sides.baseline;
      rate.trials += number;
      if (dimensions.outcome == "missing") rate.hits += number;
    };
    database_.read([&](SqlSession& session) { count_results(session, filter, resolved_, count); });
    Numbers structures;
    for (const auto& [id, sides] : rates) structures.push_back(id);
    sort_by_name(structures, [this](std::int64_t id) { return structure_name(id); });
    ordered_json list = ordered_json::array();
    for (const std::int64_t id : structures) {
      ordered_json row{{"structure", code_json(words_.structures.at(id))}};
      row.update(rates_json(rates.at(id), "missing"));
      list.push_back(std::move(row));
    }
    return list;
  }

  const Periods& periods() const { return periods_; }

  ordered_json failures() {
    return database_.read([&](SqlSession& session) {
      const Sides<Rate> rates{steps(session, periods_.baseline, periods_.window),
                              steps(session, periods_.window, periods_.end)};
      return rates_json(rates, "failed");
    });
  }

 private:
  std::string structure_name(std::int64_t id) const {
    const auto code = words_.structures.at(id).value_or(dicom::Code{});
    return code.meaning + " " + code.scheme + " " + code.value;
  }

  Numbers wanted_series() const {
    if (!request_.measurements.empty()) {
      std::set<std::int64_t> wanted;
      for (const MeasurementCriterion& criterion : request_.measurements) {
        for (const std::int64_t one : series_of(criterion, resolved_.structures, words_)) wanted.insert(one);
      }
      return {wanted.begin(), wanted.end()};
    }
    Numbers all;
    for (const auto& [id, word] : words_.series) {
      const auto& structures = resolved_.structures;
      if (!structures || std::find(structures->begin(), structures->end(), word.structure_id) != structures->end()) {
        all.push_back(id);
      }
    }
    return all;
  }

  // Null where one of the sides has too few values.
  ordered_json compare(SqlSession& session, std::int64_t series) const {
    const auto values_between = [&](TimePoint from, TimePoint until) {
      return sorted_values(session, between(request_.filter, from, until), resolved_, series);
    };
    const Sides<std::vector<double>> values{values_between(periods_.baseline, periods_.window),
                                            values_between(periods_.window, periods_.end)};
    if (values.window.size() < request_.minimum || values.baseline.size() < request_.minimum) return nullptr;
    const SeriesWord& word = words_.series.at(series);
    const double index = population_stability_index(values.baseline, values.window);
    const KolmogorovSmirnov test = kolmogorov_smirnov(values.baseline, values.window);
    return {{"structure", code_json(words_.structures.at(word.structure_id))},
            {"name", measurement_name(word.concept.meaning, word.modifier)},
            {"unit", word.unit},
            {"psi", index},
            {"ks", {{"statistic", test.statistic}, {"pValue", test.p_value}}},
            {"window", side_json(values.window)},
            {"baseline", side_json(values.baseline)},
            {"verdict", drift_verdict(index)}};
  }

  // Steps that ended: with a report, or failed for good.
  Rate steps(SqlSession& session, TimePoint from, TimePoint until) const {
    Statement statement;
    statement << "SELECT e.kind, COUNT(*) FROM audit_record AS e WHERE e.kind IN ('report', 'failure')";
    add_time(statement, between({}, from, until), "e.time_us");
    if (resolved_.algorithms) statement << " AND e.algorithm_id + 0 IN " + statement.list(*resolved_.algorithms);
    if (resolved_.scanners) statement << " AND e.scanner_id + 0 IN " + statement.list(*resolved_.scanners);
    if (asks_for_results(request_.filter)) {
      statement << " AND e.id IN (SELECT r.record_id FROM audit_result AS r WHERE 1 = 1";
      add_record_lead(statement, request_.filter);
      add_conditions(statement, request_.filter, resolved_, Lead::kNone);
      statement << ")";
    }
    statement << " GROUP BY e.kind";
    const auto rows = session.search(statement.sql(), statement.values());
    Rate rate;
    while (rows->next()) {
      rate.trials += rows->integer(1);
      if (rows->text(0) == "failure") rate.hits += rows->integer(1);
    }
    return rate;
  }

  SqlDatabase& database_;
  const DriftRequest& request_;
  const Periods periods_;
  const AuditWords words_;
  const ResolvedFilter resolved_;
};

}  // namespace

DriftRequest parse_drift(const QueryParameters& query) {
  constexpr std::int64_t kMostDays = 3660;
  constexpr std::int64_t kMostValues = 1'000'000;
  constexpr std::int64_t kWindow = 30;
  constexpr std::int64_t kBaseline = 90;
  constexpr std::int64_t kMinimum = 20;
  DriftRequest request;
  request.filter = parse_audit_filter(query, kDriftParameters);
  if (request.filter.from) throw InvalidAuditQuery("drift has window and baseline, in days before to, instead of from");
  for (const MeasurementCriterion& measurement : request.filter.measurements) {
    if (measurement.comparison != Comparison::kAny) {
      throw InvalidAuditQuery("measurement names here what is compared: leave its comparison out");
    }
  }
  request.measurements.swap(request.filter.measurements);
  if (request.filter.until) {
    // Rates are counted by days: so is everything.
    const std::int64_t day = day_of(*request.filter.until);
    request.until = start_of_day(start_of_day(day) == *request.filter.until ? day : day + 1);
    request.filter.until.reset();
  }
  request.window_days = static_cast<int>(whole_parameter(query, "window", kWindow, 1, kMostDays));
  request.baseline_days = static_cast<int>(whole_parameter(query, "baseline", kBaseline, 1, kMostDays));
  request.minimum = static_cast<std::size_t>(whole_parameter(query, "minimum", kMinimum, 1, kMostValues));
  return request;
}

ordered_json drift_report(SqlDatabase& database, const DriftRequest& request) {
  DriftReport report(database, request);
  const Periods& periods = report.periods();
  return {{"window", {{"from", iso_time(periods.window)}, {"to", iso_time(periods.end)}}},
          {"baseline", {{"from", iso_time(periods.baseline)}, {"to", iso_time(periods.window)}}},
          {"measurements", report.measurements()},
          {"missing", report.missing()},
          {"failures", report.failures()}};
}

}  // namespace sonolist::plugin
