#include "plugin/audit/statistics/description.h"

#include <algorithm>
#include <cmath>

namespace sonolist::plugin {

Description describe(const std::vector<double>& sorted) {
  Description description;
  description.count = static_cast<std::int64_t>(sorted.size());
  description.minimum = sorted.front();
  description.maximum = sorted.back();
  const auto count = static_cast<double>(sorted.size());
  double sum = 0;
  for (const double value : sorted) sum += value;
  description.mean = sum / count;
  if (sorted.size() < 2) return description;
  double squares = 0;
  for (const double value : sorted) squares += (value - description.mean) * (value - description.mean);
  description.sd = std::sqrt(squares / (count - 1));
  return description;
}

double quantile(const std::vector<double>& sorted, double probability) {
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const double below = std::floor(place);
  const auto index = static_cast<std::size_t>(below);
  if (index + 1 >= sorted.size()) return sorted.back();
  return sorted[index] + (place - below) * (sorted[index + 1] - sorted[index]);
}

std::vector<double> bin_edges(double least, double greatest, int bins) {
  if (least == greatest) {
    least -= 0.5;
    greatest += 0.5;
  }
  std::vector<double> edges;
  for (int i = 0; i < bins; ++i) edges.push_back(least + (greatest - least) * i / bins);
  edges.push_back(greatest);
  return edges;
}

std::vector<std::int64_t> histogram(const std::vector<double>& sorted, const std::vector<double>& edges) {
  std::vector<std::int64_t> counts;
  auto begin = std::lower_bound(sorted.begin(), sorted.end(), edges.front());
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const bool is_last = i + 1 == edges.size();
    const auto end =
        is_last ? std::upper_bound(begin, sorted.end(), edges[i]) : std::lower_bound(begin, sorted.end(), edges[i]);
    counts.push_back(end - begin);
    begin = end;
  }
  return counts;
}

}  // namespace sonolist::plugin
