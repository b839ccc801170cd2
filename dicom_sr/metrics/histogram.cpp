#include "dicom_sr/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace sonolist::metrics {

Histogram::Histogram(std::vector<double> bounds) {
  const bool is_ascending = std::adjacent_find(bounds.begin(), bounds.end(), std::greater_equal<>()) == bounds.end();
  if (!is_ascending || !std::all_of(bounds.begin(), bounds.end(), [](double bound) { return std::isfinite(bound); })) {
    throw std::invalid_argument("the bounds of a histogram must be finite and ascend");
  }
  counts_.counts.assign(bounds.size() + 1, 0);
  counts_.bounds = std::move(bounds);
}

void Histogram::observe(double value) {
  if (std::isnan(value)) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto bound = std::lower_bound(counts_.bounds.begin(), counts_.bounds.end(), value);
  ++counts_.counts[static_cast<std::size_t>(bound - counts_.bounds.begin())];
  counts_.sum += value;
}

HistogramCounts Histogram::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return counts_;
}

}  // namespace sonolist::metrics
