#include "plugin/audit/statistics/drift.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "plugin/audit/statistics/description.h"

namespace sonolist::plugin {
namespace {

constexpr int kBins = 10;
constexpr double kHalf = 0.5;

std::vector<double> inner_deciles(const std::vector<double>& sorted) {
  std::vector<double> edges;
  for (int i = 1; i < kBins; ++i) {
    const double edge = quantile(sorted, static_cast<double>(i) / kBins);
    if (edges.empty() || edge > edges.back()) edges.push_back(edge);
  }
  return edges;
}

// Shares of the bins up to each edge, the edge included, and of what lies beyond the last one.
std::vector<double> shares(const std::vector<double>& sorted, const std::vector<double>& edges) {
  std::vector<double> result;
  auto begin = sorted.begin();
  const auto add = [&](std::vector<double>::const_iterator end) {
    const auto count = static_cast<double>(end - begin);
    result.push_back((count > 0 ? count : kHalf) / static_cast<double>(sorted.size()));
    begin = end;
  };
  for (const double edge : edges) add(std::upper_bound(sorted.begin(), sorted.end(), edge));
  add(sorted.end());
  return result;
}

// Q(x) = 2 sum (-1)^(k-1) exp(-2 k^2 x^2) (Kolmogorov 1933); for a small x the other form of the same series, which
// converges there.
double kolmogorov_survival(double x) {
  constexpr double kSmall = 1.0;
  constexpr int kTerms = 30;
  const double pi = std::acos(-1.0);
  if (x <= 0) return 1;
  double sum = 0;
  if (x < kSmall) {
    for (int k = 1; k <= kTerms; ++k) sum += std::exp(-(2 * k - 1) * (2 * k - 1) * pi * pi / (8 * x * x));
    return 1 - std::sqrt(2 * pi) / x * sum;
  }
  for (int k = 1; k <= kTerms; ++k) sum += (k % 2 == 1 ? 1 : -1) * std::exp(-2.0 * k * k * x * x);
  return std::clamp(2 * sum, 0.0, 1.0);
}

double log_choose(std::int64_t n, std::int64_t k) {
  const auto log_factorial = [](std::int64_t m) { return boost::math::lgamma(static_cast<double>(m) + 1); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace

double population_stability_index(const std::vector<double>& baseline, const std::vector<double>& window) {
  const std::vector<double> edges = inner_deciles(baseline);
  const std::vector<double> before = shares(baseline, edges);
  const std::vector<double> now = shares(window, edges);
  double index = 0;
  for (std::size_t i = 0; i < before.size(); ++i) index += (now[i] - before[i]) * std::log(now[i] / before[i]);
  return index;
}

KolmogorovSmirnov kolmogorov_smirnov(const std::vector<double>& baseline, const std::vector<double>& window) {
  const auto n = static_cast<double>(baseline.size());
  const auto m = static_cast<double>(window.size());
  KolmogorovSmirnov result;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < baseline.size() && j < window.size()) {
    const double value = std::min(baseline[i], window[j]);
    while (i < baseline.size() && baseline[i] == value) ++i;
    while (j < window.size() && window[j] == value) ++j;
    result.statistic = std::max(result.statistic, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  result.p_value = kolmogorov_survival(result.statistic * std::sqrt(n * m / (n + m)));
  return result;
}

std::string drift_verdict(double stability_index) {
  constexpr double kWatch = 0.1;
  constexpr double kDrift = 0.25;
  if (stability_index < kWatch) return "stable";
  return stability_index < kDrift ? "watch" : "drift";
}

double fisher_exact(std::int64_t baseline_hits, std::int64_t baseline_trials, std::int64_t window_hits,
                    std::int64_t window_trials) {
  const std::int64_t hits = baseline_hits + window_hits;
  const std::int64_t trials = baseline_trials + window_trials;
  const std::int64_t least = std::max<std::int64_t>(0, hits - baseline_trials);
  const std::int64_t most = std::min(hits, window_trials);
  const double all = log_choose(trials, hits);
  const auto log_probability = [&](std::int64_t k) {
    return log_choose(window_trials, k) + log_choose(baseline_trials, hits - k) - all;
  };
  // Tables that are as likely but for rounding count as such.
  constexpr double kTolerance = 1e-7;
  const double observed = log_probability(window_hits) + kTolerance;
  double sum = 0;
  for (std::int64_t k = least; k <= most; ++k) {
    const double probability = log_probability(k);
    if (probability <= observed) sum += std::exp(probability);
  }
  return std::min(1.0, sum);
}

}  // namespace sonolist::plugin
