#include "model/evaluation/probability_histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sonolist::model {
namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

std::size_t cell_of(double probability) {
  return static_cast<std::size_t>(std::lround(std::clamp(probability, 0.0, 1.0) * (ProbabilityHistogram::kCells - 1)));
}

double probability_of(std::size_t cell) {
  return static_cast<double>(cell) / (ProbabilityHistogram::kCells - 1);
}

// Sums of a bin until it is complete.
struct OpenBin {
  std::int64_t pixels = 0, positives = 0;
  double probability = 0.0;

  void add(const ProbabilityHistogram& histogram, std::size_t cell) {
    pixels += histogram.pixels[cell];
    positives += histogram.positives[cell];
    probability += static_cast<double>(histogram.pixels[cell]) * probability_of(cell);
  }
  void close_into(std::vector<ReliabilityBin>& bins) {
    if (pixels == 0) return;
    const auto count = static_cast<double>(pixels);
    bins.push_back({pixels, probability / count, static_cast<double>(positives) / count});
    *this = {};
  }
};

}  // namespace

void ProbabilityHistogram::add(float probability, bool positive) {
  const auto cell = cell_of(probability);
  ++pixels[cell];
  if (positive) ++positives[cell];
  const double p = probability, miss = positive ? 1.0 - p : p;
  squared_error += miss * miss;
  constexpr double kLeast = 1e-7;
  log_loss -= std::log(std::clamp(1.0 - miss, kLeast, 1.0 - kLeast));
}

std::int64_t ProbabilityHistogram::total() const {
  return std::accumulate(pixels.begin(), pixels.end(), std::int64_t{0});
}

std::vector<RocPoint> roc_curve(const ProbabilityHistogram& histogram) {
  const auto positives =
      static_cast<double>(std::accumulate(histogram.positives.begin(), histogram.positives.end(), std::int64_t{0}));
  const double negatives = static_cast<double>(histogram.total()) - positives;
  if (positives == 0.0 || negatives == 0.0) return {};
  std::vector<RocPoint> curve{{0.0, 0.0}};
  std::int64_t hits = 0, alarms = 0;
  for (auto cell = histogram.pixels.size(); cell-- > 0;) {
    if (histogram.pixels[cell] == 0) continue;
    hits += histogram.positives[cell];
    alarms += histogram.pixels[cell] - histogram.positives[cell];
    curve.push_back({static_cast<double>(alarms) / negatives, static_cast<double>(hits) / positives});
  }
  return curve;
}

double area_under(const std::vector<RocPoint>& curve) {
  if (curve.empty()) return kNoValue;
  double area = 0.0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    area += (curve[i].false_positive_rate - curve[i - 1].false_positive_rate) * 0.5 *
            (curve[i].true_positive_rate + curve[i - 1].true_positive_rate);
  }
  return area;
}

std::vector<ReliabilityBin> equal_width_bins(const ProbabilityHistogram& histogram, double least, int bins) {
  std::vector<ReliabilityBin> result;
  OpenBin open;
  int current = 0;
  for (auto cell = cell_of(least); cell < histogram.pixels.size(); ++cell) {
    // The cell's own place, not its rounded probability, so that no bound of a bin falls by rounding.
    const int bin = std::min(bins - 1, static_cast<int>(cell) * bins / (ProbabilityHistogram::kCells - 1));
    if (bin != current) open.close_into(result);
    current = bin;
    open.add(histogram, cell);
  }
  open.close_into(result);
  return result;
}

std::vector<ReliabilityBin> equal_mass_bins(const ProbabilityHistogram& histogram, double least, int bins) {
  const auto first = cell_of(least);
  const auto begin = histogram.pixels.begin() + static_cast<std::ptrdiff_t>(first);
  auto remaining = std::accumulate(begin, histogram.pixels.end(), std::int64_t{0});
  std::vector<ReliabilityBin> result;
  OpenBin open;
  for (auto cell = first; cell < histogram.pixels.size(); ++cell) {
    open.add(histogram, cell);
    const auto left = static_cast<std::int64_t>(bins) - static_cast<std::int64_t>(result.size());
    if (left <= 1 || open.pixels * left < remaining) continue;  // what is left shares what remains
    remaining -= open.pixels;
    open.close_into(result);
  }
  open.close_into(result);
  return result;
}

double expected_calibration_error(const std::vector<ReliabilityBin>& bins) {
  double sum = 0.0, pixels = 0.0;
  for (const auto& bin : bins) {
    sum += static_cast<double>(bin.pixels) * std::abs(bin.frequency - bin.probability);
    pixels += static_cast<double>(bin.pixels);
  }
  return pixels > 0.0 ? sum / pixels : kNoValue;
}

double average_calibration_error(const std::vector<ReliabilityBin>& bins) {
  double sum = 0.0;
  for (const auto& bin : bins) sum += std::abs(bin.frequency - bin.probability);
  return bins.empty() ? kNoValue : sum / static_cast<double>(bins.size());
}

}  // namespace sonolist::model
