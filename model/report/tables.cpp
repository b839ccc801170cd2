#include "model/report/tables.h"

#include <algorithm>
#include <cmath>

#include "model/evaluation/evaluation_summary.h"
#include "model/report/published.h"

namespace sonolist::model::report {
namespace {

const std::string& label_at(const Evaluation& evaluation, int structure) {
  return evaluation.package.labels[static_cast<std::size_t>(structure)];
}

// Spaces that do not break, so that a narrow column breaks before the bracket.
std::string interval_text(const Interval& interval, int decimals = 3) {
  if (!std::isfinite(interval.low)) return "";
  return " [" + fixed_text(interval.low, decimals) + ",\u00a0" + fixed_text(interval.high, decimals) + "]";
}

std::string mean_and_sd(const MeasureSummary& summary) {
  return fixed_text(summary.description.mean) + "\u00a0\u00b1\u00a0" +
         fixed_text(summary.description.standard_deviation) + interval_text(summary.mean_interval);
}

std::string quartiles(const Description& description) {
  return fixed_text(description.median) + " (" + fixed_text(description.lower_quartile) + ",\u00a0" +
         fixed_text(description.upper_quartile) + ")";
}

std::string mean_and_interval(const MeasureSummary& summary, int decimals = 3) {
  return fixed_text(summary.description.mean, decimals) + interval_text(summary.mean_interval, decimals);
}

// Per image the mean over the structures for which the measure is defined.
MeasureSummary over_structures(const Evaluation& evaluation, Measure measure) {
  std::vector<double> means;
  for (const auto& image : evaluation.images) {
    std::vector<double> values;
    for (std::size_t structure = 1; structure < image.structures.size(); ++structure) {
      values.push_back(value_of(image.structures[structure], measure));
    }
    means.push_back(describe(values).mean);
  }
  return {describe(means), bootstrap_mean(means, groups_of(evaluation))};
}

std::string name_of(const Evaluation& evaluation) {
  return evaluation.package.name + " " + evaluation.package.version;
}

}  // namespace

Table overlap_results(const Evaluation& evaluation) {
  Table table{
      "structures",
      "Mean \u00b1 standard deviation over images [95 % interval of the mean, bootstrap of groups], median (P25, P75; "
      "quantiles of type 7). Images in which neither prediction nor reference holds the structure are left out. "
      "Published: sciatic nerve paper, other images; conventions unknown.",
      {"Structure", "Images", "IoU", "IoU median", "Dice", "Dice median"},
      {}};
  bool any_published = false;
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    any_published =
        any_published || published_result(evaluation.package.classes[static_cast<std::size_t>(structure)]) != nullptr;
  }
  if (any_published) {
    table.columns.insert(table.columns.end(), {"Published IoU", "Published Dice"});
  } else {
    table.caption.resize(table.caption.find(" Published:"));
  }
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto by_iou = summarise(evaluation, structure, Measure::kIou);
    const auto by_dice = summarise(evaluation, structure, Measure::kDice);
    std::vector<std::string> row{label_at(evaluation, structure),
                                 std::to_string(by_iou.description.count),
                                 mean_and_sd(by_iou),
                                 quartiles(by_iou.description),
                                 mean_and_sd(by_dice),
                                 quartiles(by_dice.description)};
    if (any_published) {
      const auto* published = published_result(evaluation.package.classes[static_cast<std::size_t>(structure)]);
      row.push_back(fixed_text(published != nullptr ? published->iou : std::nan("")));
      row.push_back(fixed_text(published != nullptr ? published->dice : std::nan("")));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table pixel_and_distance_results(const Evaluation& evaluation) {
  const auto unit = length_unit(evaluation);
  Table table{
      "pixels",
      "Means over images [95 % interval, bootstrap of groups]. F1 of the pixels of one image is its Dice. Accuracy "
      "and specificity count every pixel of the picture, so small structures score high whatever is predicted. "
      "HD95: the larger directed 95th percentile between the outlines; distances need the structure in both, so a "
      "missed one is not in them. Area error: (predicted - reference) / reference.",
      {"Structure", "Precision", "Recall", "F1 (= Dice)", "Accuracy", "Specificity", "HD95, " + unit,
       "Mean surface distance, " + unit, "Area error"},
      {}};
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto text = [&](Measure measure, int decimals) {
      return mean_and_interval(summarise(evaluation, structure, measure), decimals);
    };
    table.rows.push_back({label_at(evaluation, structure), text(Measure::kPrecision, 3), text(Measure::kRecall, 3),
                          text(Measure::kDice, 3), text(Measure::kAccuracy, 4), text(Measure::kSpecificity, 4),
                          text(Measure::kHausdorff95, 2), text(Measure::kSurfaceDistance, 2),
                          text(Measure::kAreaError, 3)});
  }
  return table;
}

Table absence_conventions(const Evaluation& evaluation) {
  Table table{
      "conventions",
      "The same predictions under four conventions for images in which neither prediction nor reference holds the "
      "structure. Published tables rarely say which one they use. Pooled: all images as one.",
      {"Structure", "Images without it", "IoU left out", "IoU 0", "IoU 1", "IoU pooled", "Dice left out", "Dice 0",
       "Dice 1", "Dice pooled"},
      {}};
  const auto overlap = overlap_table(evaluation);
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto left_out = overlap.dice_summary(structure, AbsentClass::kLeftOut);
    const auto pooled = overlap.pooled(structure);
    std::vector<std::string> row{label_at(evaluation, structure), std::to_string(overlap.images() - left_out.images)};
    for (const auto absent : {AbsentClass::kLeftOut, AbsentClass::kZero, AbsentClass::kOne}) {
      row.push_back(fixed_text(overlap.iou_summary(structure, absent).mean));
    }
    row.push_back(fixed_text(iou(pooled, std::nan(""))));
    for (const auto absent : {AbsentClass::kLeftOut, AbsentClass::kZero, AbsentClass::kOne}) {
      row.push_back(fixed_text(overlap.dice_summary(structure, absent).mean));
    }
    row.push_back(fixed_text(dice(pooled, std::nan(""))));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table calibration_results(const Evaluation& evaluation) {
  const auto pixels = static_cast<double>(evaluation.histograms.front().total());
  Table table{
      "calibration",
      "Each class against the rest, over all pixels. ECE: 15 bins of equal width; ACE: up to 15 bins of equal "
      "mass. Foreground: only pixels of probability 0.01 and more, since sure background hides the rest. Over all "
      "classes at once: Brier score " +
          fixed_text(evaluation.squared_error / pixels, 5) + ", negative log likelihood " +
          fixed_text(evaluation.log_loss / pixels, 5) + " per pixel.",
      {"Class", "ECE", "ACE", "ECE foreground", "ACE foreground", "Brier", "NLL", "ROC area", "Temperature"},
      {}};
  for (std::size_t index = 0; index < evaluation.package.classes.size(); ++index) {
    const auto& histogram = evaluation.histograms[index];
    const auto summary = calibration_summary(histogram);
    const auto& temperatures = evaluation.package.temperatures;
    table.rows.push_back({evaluation.package.labels[index], fixed_text(summary.ece, 4), fixed_text(summary.ace, 4),
                          fixed_text(summary.ece_foreground, 4), fixed_text(summary.ace_foreground, 4),
                          fixed_text(summary.brier, 5), fixed_text(summary.log_loss, 5),
                          fixed_text(area_under(roc_curve(histogram)), 4),
                          temperatures.empty() ? "none" : fixed_text(temperatures[index])});
  }
  return table;
}

Table estimate_results(const Evaluation& evaluation) {
  Table table{
      "estimates",
      "Correlation of the estimated Dice, which a report states as the confidence of a mask, with the true Dice "
      "over the images in which the structure was predicted [95 % interval, bootstrap of groups].",
      {"Structure", "Masks", "Estimated, mean", "True, mean", "Pearson", "Spearman"},
      {}};
  for (int structure = 1; structure <= evaluation.classes(); ++structure) {
    const bool all = structure == evaluation.classes();
    const auto correlation = estimate_correlation(evaluation, all ? 0 : structure);
    std::vector<double> estimated, truth;
    for (int index = all ? 1 : structure; index < (all ? evaluation.classes() : structure + 1); ++index) {
      const auto estimates = values_of(evaluation, index, Measure::kEstimatedDice);
      const auto dice_values = values_of(evaluation, index, Measure::kDice);
      for (std::size_t i = 0; i < estimates.size(); ++i) {
        if (std::isnan(estimates[i])) continue;
        estimated.push_back(estimates[i]);
        truth.push_back(dice_values[i]);
      }
    }
    table.rows.push_back({all ? "All structures" : label_at(evaluation, structure), std::to_string(correlation.pairs),
                          fixed_text(describe(estimated).mean), fixed_text(describe(truth).mean),
                          fixed_text(correlation.pearson) + interval_text(correlation.pearson_interval),
                          fixed_text(correlation.spearman) + interval_text(correlation.spearman_interval)});
  }
  return table;
}

Table model_comparison(const std::vector<Evaluation>& evaluations) {
  Table table{"models",
              "Per image the mean over its structures, then the mean over images [95 % interval, bootstrap of groups]. "
              "Times are means per image as measured during the evaluation, on the device named.",
              {"Package", "Images", "IoU", "Dice", "Parameters, million", "Network, ms", "Total, ms", "Device"},
              {}};
  for (const auto& evaluation : evaluations) {
    const auto& times = evaluation.times;
    table.rows.push_back({name_of(evaluation), std::to_string(evaluation.images.size()),
                          mean_and_interval(over_structures(evaluation, Measure::kIou)),
                          mean_and_interval(over_structures(evaluation, Measure::kDice)),
                          fixed_text(static_cast<double>(evaluation.package.parameters) / 1e6, 2),
                          fixed_text(times.network_ms, 1), fixed_text(times.total_ms, 1),
                          times.device + ", " + std::to_string(times.threads) + " threads, batches of " +
                              std::to_string(times.batch_size)});
  }
  return table;
}

Table paired_differences(const std::vector<Evaluation>& evaluations) {
  const auto& first = evaluations.front();
  Table table{
      "differences",
      "Mean over the images of both of the later package's value minus that of " + name_of(first) +
          " [95 % interval, paired bootstrap of groups]. An interval without 0 speaks for a difference; nothing is "
          "corrected for the number of comparisons.",
      {"Package", "Structure", "Images", "IoU difference", "Dice difference"},
      {}};
  for (std::size_t i = 1; i < evaluations.size(); ++i) {
    for (int structure = 1; structure < first.classes(); ++structure) {
      const auto& name = first.package.classes[static_cast<std::size_t>(structure)];
      const auto& classes = evaluations[i].package.classes;
      if (std::find(classes.begin(), classes.end(), name) == classes.end()) continue;
      const auto by_iou = paired_difference(first, evaluations[i], name, Measure::kIou);
      const auto by_dice = paired_difference(first, evaluations[i], name, Measure::kDice);
      table.rows.push_back({name_of(evaluations[i]), label_at(first, structure), std::to_string(by_dice.images),
                            fixed_text(by_iou.mean) + interval_text(by_iou.interval),
                            fixed_text(by_dice.mean) + interval_text(by_dice.interval)});
    }
  }
  return table;
}

}  // namespace sonolist::model::report
