#include "model/report/figures.h"

#include <algorithm>
#include <cmath>

#include "model/evaluation/evaluation_summary.h"
#include "model/report/heat_map.h"
#include "model/report/palette.h"
#include "model/report/plot.h"
#include "model/report/table.h"

namespace sonolist::model::report {
namespace {

std::vector<std::string> structure_labels(const Evaluation& evaluation) {
  return {evaluation.package.labels.begin() + 1, evaluation.package.labels.end()};
}

const std::string& label_of(const Evaluation& evaluation, int structure) {
  return evaluation.package.labels[static_cast<std::size_t>(structure)];
}

std::size_t series_of(int structure) {
  return static_cast<std::size_t>(structure - 1);
}

BoxShape box_shape(const std::vector<double>& values, const Description& description) {
  const double range = 1.5 * (description.upper_quartile - description.lower_quartile);
  BoxShape shape{description.lower_quartile, description.lower_quartile, description.median,
                 description.upper_quartile, description.upper_quartile, description.mean};
  for (const double value : values) {
    if (std::isnan(value)) continue;
    if (value >= description.lower_quartile - range) shape.low = std::min(shape.low, value);
    if (value <= description.upper_quartile + range) shape.high = std::max(shape.high, value);
  }
  return shape;
}

// Spread over [-1,1] without clusters: multiples of the golden ratio.
double spread(std::size_t index) {
  return 2.0 * std::fmod(0.5 + static_cast<double>(index) * 0.6180339887498949, 1.0) - 1.0;
}

}  // namespace

Svg draw_distributions(const Evaluation& evaluation, Measure measure) {
  const auto title = measure_label(measure) + " per image and structure";
  Plot plot(
      category_axis("", structure_labels(evaluation)), linear_axis(measure_label(measure), 0.0, 1.0),
      {std::max(420.0, 120.0 * (evaluation.classes() - 1) + 80.0), 420.0, title,
       "Box: quartiles and median. Cross: mean. Whiskers: within 1.5 interquartile ranges. Points: images.", false});
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto values = values_of(evaluation, structure, measure);
    const auto colour = series_colour(series_of(structure));
    const double place = structure - 1;
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i) points.push_back({place + 0.36 * spread(i), values[i]});
    plot.points(points, colour, 2.2, values.size() > 150 ? 0.3 : 0.55);
    plot.box(place, 0.5, box_shape(values, describe(values)), colour);
  }
  return plot.svg();
}

Svg draw_confusion(const Evaluation& evaluation) {
  HeatMap map{"Confusion of all pixels, per cent of the reference",
              "Rows: reference class. Columns: predicted class. Every row sums to 100 per cent.",
              "reference",
              "predicted",
              evaluation.package.labels,
              evaluation.package.labels,
              {}};
  for (const auto& row : evaluation.confusion) {
    double sum = 0.0;
    for (const auto pixels : row) sum += static_cast<double>(pixels);
    std::vector<double> shares;
    for (const auto pixels : row) shares.push_back(sum > 0.0 ? static_cast<double>(pixels) / sum : std::nan(""));
    map.shares.push_back(std::move(shares));
  }
  return draw_heat_map(map);
}

Svg draw_roc(const Evaluation& evaluation) {
  // Most of a picture is background: only the left edge of a linear axis would be of interest.
  const auto x = logarithmic_axis("false positive rate (logarithmic)", 1e-4, 1.0);
  Plot plot(x, linear_axis("true positive rate", 0.0, 1.0),
            {600.0, 430.0, "ROC over pixels, each structure against the rest", "", true});
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto curve = roc_curve(evaluation.histograms[static_cast<std::size_t>(structure)]);
    if (curve.empty()) continue;
    std::vector<Point> points;
    for (const auto& point : curve) {
      if (point.false_positive_rate >= x.low) points.push_back({point.false_positive_rate, point.true_positive_rate});
    }
    const auto series = series_of(structure);
    plot.line(points, {series_colour(series), 1.8, series_dash(series)},
              label_of(evaluation, structure) + ", area " + fixed_text(area_under(curve), 4));
  }
  return plot.svg();
}

Svg draw_reliability(const Evaluation& evaluation) {
  Plot plot(linear_axis("mean probability of the bin", 0.0, 1.0),
            linear_axis("share of pixels that are the structure", 0.0, 1.0),
            {560.0, 500.0, "Reliability, pixels of probability 0.01 and more",
             "15 bins of equal width; on the diagonal a probability means what it says.", true});
  plot.line({{0.0, 0.0}, {1.0, 1.0}}, {"#888888", 1.0, "4 4"}, "perfect");
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto bins =
        equal_width_bins(evaluation.histograms[static_cast<std::size_t>(structure)], kForegroundProbability);
    std::vector<Point> points;
    for (const auto& bin : bins) points.push_back({bin.probability, bin.frequency});
    const auto series = series_of(structure);
    plot.line(points, {series_colour(series), 1.8, series_dash(series)}, label_of(evaluation, structure));
    plot.points(points, series_colour(series), 3.0, 1.0);
  }
  return plot.svg();
}

Svg draw_estimates(const Evaluation& evaluation) {
  Plot plot(linear_axis("estimated Dice (from the network's probabilities)", 0.0, 1.0),
            linear_axis("true Dice", 0.0, 1.0),
            {560.0, 500.0, "Estimated against true Dice, a point per image and structure", "", true});
  plot.line({{0.0, 0.0}, {1.0, 1.0}}, {"#888888", 1.0, "4 4"}, "equal");
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto estimated = values_of(evaluation, structure, Measure::kEstimatedDice);
    const auto dice_values = values_of(evaluation, structure, Measure::kDice);
    std::vector<Point> points;
    for (std::size_t i = 0; i < estimated.size(); ++i) points.push_back({estimated[i], dice_values[i]});
    plot.points(points, series_colour(series_of(structure)), 3.2, 0.6, label_of(evaluation, structure));
  }
  return plot.svg();
}

}  // namespace sonolist::model::report
