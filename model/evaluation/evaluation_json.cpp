#include "model/evaluation/evaluation_json.h"

#include <cmath>

#include "model/evaluation/evaluation_summary.h"
#ifdef SONOLIST_WITH_BOOST
#include "model/evaluation/structure_comparison.h"
#endif

namespace sonolist::model {
namespace {

using nlohmann::json;

json summary_json(const MeasureSummary& summary) {
  const auto& values = summary.description;
  return {{"images", values.count},
          {"mean", finite_or_null(values.mean)},
          {"mean_interval_95", to_json(summary.mean_interval)},
          {"sd", finite_or_null(values.standard_deviation)},
          {"median", finite_or_null(values.median)},
          {"p25", finite_or_null(values.lower_quartile)},
          {"p75", finite_or_null(values.upper_quartile)}};
}

json calibration_json(const CalibrationSummary& summary) {
  return {{"ece", finite_or_null(summary.ece)},
          {"ace", finite_or_null(summary.ace)},
          {"ece_foreground", finite_or_null(summary.ece_foreground)},
          {"ace_foreground", finite_or_null(summary.ace_foreground)},
          {"brier", finite_or_null(summary.brier)},
          {"nll", finite_or_null(summary.log_loss)}};
}

json correlation_json(const CorrelationSummary& summary) {
  return {{"pairs", summary.pairs},
          {"pearson", finite_or_null(summary.pearson)},
          {"pearson_interval_95", to_json(summary.pearson_interval)},
          {"spearman", finite_or_null(summary.spearman)},
          {"spearman_interval_95", to_json(summary.spearman_interval)}};
}

json structure_json(const Evaluation& evaluation, int structure) {
  json measures;
  for (const auto measure : all_measures()) {
    measures[measure_key(measure)] = summary_json(summarise(evaluation, structure, measure));
  }
  const auto& histogram = evaluation.histograms[static_cast<std::size_t>(structure)];
  return {{"measures", measures},
          {"calibration", calibration_json(calibration_summary(histogram))},
          {"roc_area", finite_or_null(area_under(roc_curve(histogram)))},
          {"estimated_dice_correlation", correlation_json(estimate_correlation(evaluation, structure))}};
}

#ifdef SONOLIST_WITH_BOOST
json comparison_json(const Evaluation& evaluation, Measure measure) {
  const auto comparison = compare_structures(evaluation, measure);
  if (!comparison) return {};
  const auto& anova = comparison->anova;
  json pairs = json::array();
  for (const auto& pair : comparison->pairs) {
    pairs.push_back({{"first", comparison->structures[pair.first]},
                     {"second", comparison->structures[pair.second]},
                     {"difference", finite_or_null(pair.difference)},
                     {"t", finite_or_null(pair.t)},
                     {"p", finite_or_null(pair.p)},
                     {"p_bonferroni", finite_or_null(pair.p_bonferroni)}});
  }
  return {{"df_between", anova.between_df},
          {"df_within", anova.within_df},
          {"f", finite_or_null(anova.f)},
          {"p", finite_or_null(anova.p)},
          {"pairs", pairs}};
}
#endif

}  // namespace

json finite_or_null(double value) {
  return std::isfinite(value) ? json(value) : json();
}

json to_json(const Interval& interval) {
  if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return {};
  return json::array({interval.low, interval.high});
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

void add_summaries(const Evaluation& evaluation, json& document) {
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    auto& entry = document["classes"][evaluation.package.classes[static_cast<std::size_t>(structure)]];
    entry.update(structure_json(evaluation, structure));
  }
  document["length_unit"] = length_unit(evaluation);
  document["estimated_dice_correlation"] = correlation_json(estimate_correlation(evaluation, 0));
  const auto pixels = static_cast<double>(evaluation.histograms.front().total());
  document["calibration"] = {{"brier", finite_or_null(evaluation.squared_error / pixels)},
                             {"nll", finite_or_null(evaluation.log_loss / pixels)}};
#ifdef SONOLIST_WITH_BOOST
  document["anova"] = {{"iou", comparison_json(evaluation, Measure::kIou)},
                       {"dice", comparison_json(evaluation, Measure::kDice)}};
#endif
}

}  // namespace sonolist::model
