#include "model/training/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

OverlapSummary summary_of(std::vector<double> values) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  OverlapSummary summary{static_cast<std::int64_t>(values.size()), kNone, kNone, kNone};
  if (values.empty()) return summary;
  const auto count = static_cast<double>(values.size());
  summary.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - summary.mean) * (value - summary.mean);
  summary.standard_deviation = values.size() > 1 ? std::sqrt(squares / (count - 1.0)) : 0.0;
  std::sort(values.begin(), values.end());
  summary.median = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2.0;
  return summary;
}

}  // namespace

double dice(const OverlapCounts& counts, double if_absent) {
  if (counts.absent()) return if_absent;
  return 2.0 * static_cast<double>(counts.overlap) / static_cast<double>(counts.predicted + counts.reference);
}

double iou(const OverlapCounts& counts, double if_absent) {
  if (counts.absent()) return if_absent;
  return static_cast<double>(counts.overlap) /
         static_cast<double>(counts.predicted + counts.reference - counts.overlap);
}

OverlapTable::OverlapTable(int classes) : classes_(classes) {}

void OverlapTable::add(const std::vector<std::uint8_t>& predicted, const std::vector<std::uint8_t>& reference) {
  if (predicted.size() != reference.size()) throw ModelError("prediction and reference differ in size");
  std::vector<OverlapCounts> image(static_cast<std::size_t>(classes_));
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (predicted[i] >= classes_ || reference[i] >= classes_) {
      throw ModelError("label " + std::to_string(std::max(predicted[i], reference[i])) + " is none of the " +
                       std::to_string(classes_) + " classes");
    }
    ++image[predicted[i]].predicted;
    ++image[reference[i]].reference;
    if (predicted[i] == reference[i]) ++image[predicted[i]].overlap;
  }
  add(std::move(image));
}

void OverlapTable::add(std::vector<OverlapCounts> image) {
  if (image.size() != static_cast<std::size_t>(classes_)) throw ModelError("an image needs counts for every class");
  images_.push_back(std::move(image));
}

const OverlapCounts& OverlapTable::at(std::int64_t image, int structure) const {
  return images_.at(static_cast<std::size_t>(image)).at(static_cast<std::size_t>(structure));
}

OverlapCounts OverlapTable::pooled(int structure) const {
  OverlapCounts sum;
  for (const auto& image : images_) {
    const auto& counts = image.at(static_cast<std::size_t>(structure));
    sum.overlap += counts.overlap;
    sum.predicted += counts.predicted;
    sum.reference += counts.reference;
  }
  return sum;
}

template <typename Measure>
OverlapSummary OverlapTable::summarise(int structure, AbsentClass absent, const Measure& measure) const {
  std::vector<double> values;
  for (const auto& image : images_) {
    const auto& counts = image.at(static_cast<std::size_t>(structure));
    if (counts.absent() && absent == AbsentClass::kLeftOut) continue;
    values.push_back(measure(counts, absent == AbsentClass::kOne ? 1.0 : 0.0));
  }
  return summary_of(std::move(values));
}

OverlapSummary OverlapTable::dice_summary(int structure, AbsentClass absent) const {
  return summarise(structure, absent, dice);
}

OverlapSummary OverlapTable::iou_summary(int structure, AbsentClass absent) const {
  return summarise(structure, absent, iou);
}

double OverlapTable::mean_dice() const {
  double sum = 0.0;
  int occurring = 0;
  for (int structure = 1; structure < classes_; ++structure) {
    const auto summary = dice_summary(structure, AbsentClass::kLeftOut);
    if (summary.images == 0) continue;
    sum += summary.mean;
    ++occurring;
  }
  return occurring == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / occurring;
}

}  // namespace sonolist::model
