#include "model/evaluation/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

struct Pairs {
  std::vector<double> x, y;
};

Pairs defined_pairs(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() != y.size()) throw ModelError("a correlation needs as many values of one side as of the other");
  Pairs pairs;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    pairs.x.push_back(x[i]);
    pairs.y.push_back(y[i]);
  }
  return pairs;
}

double correlation(const Pairs& pairs) {
  if (pairs.x.size() < 2) return kUndefined;
  const double mean_x = mean_of(pairs.x), mean_y = mean_of(pairs.y);
  double xx = 0.0, yy = 0.0, xy = 0.0;
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    const double dx = pairs.x[i] - mean_x, dy = pairs.y[i] - mean_y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : kUndefined;
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> result(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) result[order[i]] = 0.5 * static_cast<double>(begin + end + 1);
  }
  return result;
}

}  // namespace

double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return kUndefined;
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Description describe(const std::vector<double>& values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double value) { return !std::isnan(value); });
  std::sort(sorted.begin(), sorted.end());
  Description result;
  result.count = static_cast<std::int64_t>(sorted.size());
  result.median = quantile(sorted, 0.5);
  result.lower_quartile = quantile(sorted, 0.25);
  result.upper_quartile = quantile(sorted, 0.75);
  result.least = quantile(sorted, 0.0);
  result.greatest = quantile(sorted, 1.0);
  if (sorted.empty()) {
    result.mean = result.standard_deviation = kUndefined;
    return result;
  }
  result.mean = mean_of(sorted);
  double squares = 0.0;
  for (const double value : sorted) squares += (value - result.mean) * (value - result.mean);
  if (sorted.size() > 1) result.standard_deviation = std::sqrt(squares / static_cast<double>(sorted.size() - 1));
  return result;
}

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
  return correlation(defined_pairs(x, y));
}

double spearman(const std::vector<double>& x, const std::vector<double>& y) {
  const auto pairs = defined_pairs(x, y);
  return correlation({ranks(pairs.x), ranks(pairs.y)});
}

}  // namespace sonolist::model
