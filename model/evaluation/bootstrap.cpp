#include "model/evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "model/error.h"
#include "model/evaluation/statistics.h"

namespace sonolist::model {
namespace {

constexpr double kNoBound = std::numeric_limits<double>::quiet_NaN();

std::vector<std::vector<std::size_t>> images_by_group(const std::vector<std::string>& groups) {
  std::map<std::string, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(i);
  std::vector<std::vector<std::size_t>> result;
  for (auto& [name, images] : members) result.push_back(std::move(images));
  return result;
}

// Calls resample(draw) `resamples` times; draw() gives the number of one group.
template <typename Resample>
Interval percentile_interval(std::size_t groups, const BootstrapOptions& options, const Resample& resample) {
  if (groups < 2) return {kNoBound, kNoBound};
  std::mt19937_64 random(options.seed);
  // Not a standard distribution: those differ from library to library. The bias of the remainder is below 1e-12.
  const auto draw = [&] { return static_cast<std::size_t>(random() % groups); };
  std::vector<double> statistics;
  for (int i = 0; i < options.resamples; ++i) {
    const double value = resample(draw);
    if (!std::isnan(value)) statistics.push_back(value);
  }
  std::sort(statistics.begin(), statistics.end());
  const double tail = (1.0 - options.level) / 2.0;
  return {quantile(statistics, tail), quantile(statistics, 1.0 - tail)};
}

}  // namespace

Interval bootstrap_interval(const std::vector<std::string>& groups,
                            const std::function<double(const std::vector<std::size_t>&)>& statistic,
                            const BootstrapOptions& options) {
  const auto members = images_by_group(groups);
  std::vector<std::size_t> images;
  return percentile_interval(members.size(), options, [&](const auto& draw) {
    images.clear();
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto& group = members[draw()];
      images.insert(images.end(), group.begin(), group.end());
    }
    return statistic(images);
  });
}

Interval bootstrap_mean(const std::vector<double>& values, const std::vector<std::string>& groups,
                        const BootstrapOptions& options) {
  if (values.size() != groups.size()) throw ModelError("a bootstrap needs one group for each value");
  struct Sum {
    double sum = 0.0;
    std::int64_t count = 0;
  };
  std::map<std::string, Sum> by_group;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& group = by_group[groups[i]];  // a group without a defined value is still drawn
    if (std::isnan(values[i])) continue;
    group.sum += values[i];
    ++group.count;
  }
  std::vector<Sum> sums;
  for (const auto& [name, sum] : by_group) sums.push_back(sum);
  return percentile_interval(sums.size(), options, [&](const auto& draw) {
    Sum total;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto& group = sums[draw()];
      total.sum += group.sum;
      total.count += group.count;
    }
    return total.count > 0 ? total.sum / static_cast<double>(total.count) : kNoBound;
  });
}

}  // namespace sonolist::model
