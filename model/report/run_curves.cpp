#include "model/report/run_curves.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/package/write_file.h"
#include "model/report/palette.h"
#include "model/report/plot.h"
#include "model/report/run_table.h"

namespace sonolist::model::report {
namespace {

constexpr double kWidth = 760.0, kHeight = 330.0;
constexpr std::size_t kMostPoints = 800;

struct Series {
  std::string name;
  std::vector<Point> points;
};

// Means of neighbours, so that a long run draws no more than a screen can show.
std::vector<Point> thinned(const std::vector<double>& x, const std::vector<double>& y) {
  const auto step = std::max<std::size_t>(1, (x.size() + kMostPoints - 1) / kMostPoints);
  std::vector<Point> points;
  for (std::size_t begin = 0; begin < x.size(); begin += step) {
    Point sum;
    double count = 0.0;
    for (std::size_t i = begin; i < std::min(x.size(), begin + step); ++i) {
      if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
      sum.x += x[i];
      sum.y += y[i];
      count += 1.0;
    }
    if (count > 0.0) points.push_back({sum.x / count, sum.y / count});
  }
  return points;
}

// Epochs where both tables have them, so that the two plots share their axis.
std::string time_column(const RunTable& losses, const RunTable& validations) {
  const bool epochs =
      (losses.rows() == 0 || losses.has("epoch")) && (validations.rows() == 0 || validations.has("epoch"));
  return epochs ? "epoch" : "iteration";
}

std::vector<Series> loss_series(const RunTable& losses, const std::string& time) {
  std::vector<Series> series;
  const auto x = losses.numbers(time);
  const std::pair<const char*, const char*> known[] = {
      {"loss", "loss"},           {"cross_entropy", "cross entropy"}, {"dice", "Dice loss"},
      {"dice_loss", "Dice loss"}, {"auxiliary", "auxiliary loss"},    {"validation_loss", "validation loss"}};
  for (const auto& [column, name] : known) {
    if (losses.has(column) && losses.has(time)) series.push_back({name, thinned(x, losses.numbers(column))});
  }
  return series;
}

std::vector<Series> series_of_classes_in_lines(const RunTable& table, const std::string& time) {
  const auto x = table.numbers(time), y = table.numbers("dice_mean");
  const auto names = table.texts("class");
  std::vector<Series> series;
  for (std::size_t i = 0; i < names.size() && i < x.size(); ++i) {
    auto found = std::find_if(series.begin(), series.end(), [&](const Series& one) { return one.name == names[i]; });
    if (found == series.end()) found = series.insert(series.end(), {names[i], {}});
    found->points.push_back({x[i], y[i]});
  }
  return series;
}

std::vector<Series> validation_series(const RunTable& table, const std::string& time) {
  if (table.has("class") && table.has("dice_mean")) return series_of_classes_in_lines(table, time);
  std::vector<Series> series;
  const auto x = table.numbers(time);
  if (!table.has(time)) return series;
  for (const auto& column : table.columns()) {
    static const std::vector<std::string> kOthers{"iteration", "epoch", "seconds", "learning_rate", "loss", "mean_iou"};
    if (std::find(kOthers.begin(), kOthers.end(), column) != kOthers.end()) continue;
    series.push_back({column == "mean_dice" ? "mean Dice" : column, thinned(x, table.numbers(column))});
  }
  return series;
}

bool anything_in(const std::vector<Series>& series) {
  return std::any_of(series.begin(), series.end(), [](const Series& one) { return !one.points.empty(); });
}

double last_time(const std::vector<Series>& series) {
  double last = 0.0;
  for (const auto& one : series) {
    for (const auto& point : one.points) last = std::max(last, point.x);
  }
  return last;
}

Svg draw(const std::vector<Series>& series, const Axis& x, const Axis& y, const std::string& title) {
  Plot plot(x, y, {kWidth, kHeight, title, title + " against " + x.label, true});
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::string name = series[i].name;
    std::replace(name.begin(), name.end(), '_', ' ');
    plot.line(series[i].points, {series_colour(i), i == 0 ? 2.4 : 1.5, series_dash(i)}, name);
  }
  return plot.svg();
}

// A loss spans decades or not; on a linear axis the end of a long run is a flat line.
Axis loss_axis(const std::vector<Series>& series) {
  double least = 1e300, greatest = 0.0;
  for (const auto& one : series) {
    for (const auto& point : one.points) {
      if (point.y <= 0.0) continue;
      least = std::min(least, point.y);
      greatest = std::max(greatest, point.y);
    }
  }
  if (greatest > 0.0 && greatest / least > 8.0) return logarithmic_axis("loss", least, greatest);
  return linear_axis("loss", 0.0, std::max(greatest, 1e-6));
}

}  // namespace

std::optional<Svg> run_curves(const std::string& run_folder) {
  const RunTable losses(run_folder + "/losses.csv"), validations(run_folder + "/validation.csv");
  const auto time = time_column(losses, validations);
  const auto loss_lines = loss_series(losses, time), dice_lines = validation_series(validations, time);
  std::vector<Svg> plots;
  const double last = std::max(last_time(loss_lines), last_time(dice_lines));
  const auto x = linear_axis(time, 0.0, last > 0.0 ? last : 1.0, 8);
  if (anything_in(loss_lines)) plots.push_back(draw(loss_lines, x, loss_axis(loss_lines), "Training loss"));
  if (anything_in(dice_lines)) {
    plots.push_back(draw(dice_lines, x, linear_axis("Dice", 0.0, 1.0), "Dice of the validation part"));
  }
  if (plots.empty()) return std::nullopt;
  double height = 0.0;
  for (const auto& plot : plots) height += plot.height() + 10.0;
  Svg whole(kWidth, height, "Course of the training run", "Losses and validation against " + time);
  double y = 0.0;
  for (const auto& plot : plots) {
    whole.embed({0.0, y}, plot);
    y += plot.height() + 10.0;
  }
  return whole;
}

void draw_run_curves(const std::string& run_folder) {
  const auto curves = run_curves(run_folder);
  if (curves) write_file(run_folder + "/curves.svg", curves->str());
}

}  // namespace sonolist::model::report
