#include "model/evaluation/structure_measures.h"

#include <limits>

namespace sonolist::model {
namespace {

constexpr double kNotDefined = std::numeric_limits<double>::quiet_NaN();

struct MeasureText {
  Measure measure;
  const char *key, *label;
};

constexpr MeasureText kMeasureTexts[] = {
    {Measure::kIou, "iou", "IoU"},
    {Measure::kDice, "dice", "Dice (= F1)"},
    {Measure::kPrecision, "precision", "Precision"},
    {Measure::kRecall, "recall", "Recall"},
    {Measure::kAccuracy, "accuracy", "Accuracy"},
    {Measure::kSpecificity, "specificity", "Specificity"},
    {Measure::kHausdorff95, "hausdorff_95", "HD95"},
    {Measure::kSurfaceDistance, "mean_surface_distance", "Mean surface distance"},
    {Measure::kAreaError, "area_error", "Relative area error"},
    {Measure::kEstimatedDice, "estimated_dice", "Estimated Dice"},
};

const MeasureText& text_of(Measure measure) {
  return kMeasureTexts[static_cast<std::size_t>(measure)];
}

double share(std::int64_t part, std::int64_t whole, double of_nothing) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : of_nothing;
}

double if_absent(AbsentClass absent) {
  switch (absent) {
    case AbsentClass::kZero:
      return 0.0;
    case AbsentClass::kOne:
      return 1.0;
    case AbsentClass::kLeftOut:
      break;
  }
  return kNotDefined;
}

}  // namespace

const std::vector<Measure>& all_measures() {
  static const auto measures = [] {
    std::vector<Measure> list;
    for (const auto& text : kMeasureTexts) list.push_back(text.measure);
    return list;
  }();
  return measures;
}

std::string measure_key(Measure measure) {
  return text_of(measure).key;
}

std::string measure_label(Measure measure) {
  return text_of(measure).label;
}

double value_of(const StructureResult& result, Measure measure, AbsentClass absent) {
  const auto& counts = result.counts;
  const double nothing = counts.absent() ? if_absent(absent) : 0.0;
  const auto false_positives = counts.predicted - counts.overlap;
  const auto negatives = result.pixels - counts.reference;
  const auto true_negatives = negatives - false_positives;
  switch (measure) {
    case Measure::kIou:
      return iou(counts, nothing);
    case Measure::kDice:
      return dice(counts, nothing);
    case Measure::kPrecision:
      return share(counts.overlap, counts.predicted, nothing);
    case Measure::kRecall:
      return share(counts.overlap, counts.reference, nothing);
    case Measure::kAccuracy:
      return share(counts.overlap + true_negatives, result.pixels, kNotDefined);
    case Measure::kSpecificity:
      return share(true_negatives, negatives, kNotDefined);
    case Measure::kHausdorff95:
      return result.surface.hausdorff_95;
    case Measure::kSurfaceDistance:
      return result.surface.mean;
    case Measure::kAreaError:
      return share(counts.predicted - counts.reference, counts.reference, kNotDefined);
    case Measure::kEstimatedDice:
      return result.estimated_dice;
  }
  return kNotDefined;
}

}  // namespace sonolist::model
