#include "model/evaluation/evaluation_summary.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/error.h"

namespace sonolist::model {
namespace {

// One entry per image and structure that counts; groups repeated accordingly.
struct EstimatePairs {
  std::vector<double> estimated, dice;
  std::vector<std::string> groups;
};

EstimatePairs estimate_pairs(const Evaluation& evaluation, int structure) {
  EstimatePairs pairs;
  const int first = structure == 0 ? 1 : structure, last = structure == 0 ? evaluation.classes() - 1 : structure;
  for (const auto& image : evaluation.images) {
    for (int index = first; index <= last; ++index) {
      const auto& result = image.structures.at(static_cast<std::size_t>(index));
      if (std::isnan(result.estimated_dice)) continue;
      pairs.estimated.push_back(result.estimated_dice);
      pairs.dice.push_back(value_of(result, Measure::kDice));
      pairs.groups.push_back(image.group);
    }
  }
  return pairs;
}

std::vector<double> chosen(const std::vector<double>& values, const std::vector<std::size_t>& indices) {
  std::vector<double> result;
  result.reserve(indices.size());
  for (const auto index : indices) result.push_back(values[index]);
  return result;
}

std::size_t class_index(const Evaluation& evaluation, const std::string& structure) {
  const auto& classes = evaluation.package.classes;
  const auto found = std::find(classes.begin(), classes.end(), structure);
  if (found == classes.end()) {
    throw ModelError("the evaluation of " + evaluation.package.name + " has no structure '" + structure + "'");
  }
  return static_cast<std::size_t>(found - classes.begin());
}

}  // namespace

MeasureSummary summarise(const Evaluation& evaluation, int structure, Measure measure, AbsentClass absent) {
  const auto values = values_of(evaluation, structure, measure, absent);
  return {describe(values), bootstrap_mean(values, groups_of(evaluation))};
}

CorrelationSummary estimate_correlation(const Evaluation& evaluation, int structure) {
  const auto pairs = estimate_pairs(evaluation, structure);
  const auto interval = [&](double (*coefficient)(const std::vector<double>&, const std::vector<double>&)) {
    return bootstrap_interval(pairs.groups, [&](const std::vector<std::size_t>& indices) {
      return coefficient(chosen(pairs.estimated, indices), chosen(pairs.dice, indices));
    });
  };
  return {static_cast<std::int64_t>(pairs.dice.size()), pearson(pairs.estimated, pairs.dice),
          spearman(pairs.estimated, pairs.dice), interval(pearson), interval(spearman)};
}

CalibrationSummary calibration_summary(const ProbabilityHistogram& histogram) {
  const auto pixels = static_cast<double>(histogram.total());
  CalibrationSummary summary;
  summary.ece = expected_calibration_error(equal_width_bins(histogram));
  summary.ace = average_calibration_error(equal_mass_bins(histogram));
  summary.ece_foreground = expected_calibration_error(equal_width_bins(histogram, kForegroundProbability));
  summary.ace_foreground = average_calibration_error(equal_mass_bins(histogram, kForegroundProbability));
  summary.brier = histogram.squared_error / pixels;
  summary.log_loss = histogram.log_loss / pixels;
  return summary;
}

PairedDifference paired_difference(const Evaluation& first, const Evaluation& second, const std::string& structure,
                                   Measure measure) {
  const auto first_index = class_index(first, structure), second_index = class_index(second, structure);
  std::map<std::string, const EvaluatedImage*> by_name;
  for (const auto& image : first.images) {
    if (!by_name.emplace(image.name, &image).second) {
      throw ModelError("two images are called '" + image.name + "'; evaluations are compared by the names of images");
    }
  }
  std::vector<double> differences;
  std::vector<std::string> groups;
  for (const auto& image : second.images) {
    const auto found = by_name.find(image.name);
    if (found == by_name.end()) continue;
    const auto &before = found->second->structures[first_index], &after = image.structures[second_index];
    if (before.counts.reference != after.counts.reference || before.pixels != after.pixels) {
      throw ModelError("image '" + image.name + "' has another reference for '" + structure +
                       "' in the second evaluation; compare evaluations of the same data at the same size");
    }
    differences.push_back(value_of(after, measure) - value_of(before, measure));
    groups.push_back(image.group);
  }
  if (differences.empty()) throw ModelError("the evaluations have no image in common; evaluate the same data set");
  const auto description = describe(differences);
  return {description.count, description.mean, bootstrap_mean(differences, groups)};
}

}  // namespace sonolist::model
