#include "dicom_sr/metrics/labelled.h"

#include <stdexcept>

namespace sonolist::metrics {
namespace {

void require_fit(const FamilyName& name, const std::vector<std::string>& values) {
  if (values.size() != name.labels.size()) throw std::invalid_argument("the labels of " + name.name + " are others");
}

Labels labels_of(const FamilyName& name, const std::vector<std::string>& values) {
  Labels labels;
  for (std::size_t i = 0; i < values.size(); ++i) labels.emplace_back(name.labels[i], values[i]);
  return labels;
}

}  // namespace

void LabelledCounter::add(const std::vector<std::string>& values, double amount) {
  require_fit(name_, values);
  const std::lock_guard<std::mutex> lock(mutex_);
  counts_[values] += amount;
}

void LabelledCounter::expose(Exposition& exposition) const {
  exposition.family(name_.name, Kind::kCounter, name_.help);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [values, count] : counts_) exposition.sample(labels_of(name_, values), count);
}

Histogram& LabelledHistogram::histogram_of(const std::vector<std::string>& values) {
  require_fit(name_, values);
  const std::lock_guard<std::mutex> lock(mutex_);
  return histograms_.try_emplace(values, empty_.counts().bounds).first->second;
}

void LabelledHistogram::observe(const std::vector<std::string>& values, double value) {
  histogram_of(values).observe(value);
}

void LabelledHistogram::prepare(const std::vector<std::string>& values) {
  histogram_of(values);
}

void LabelledHistogram::expose(Exposition& exposition) const {
  exposition.family(name_.name, Kind::kHistogram, name_.help);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [values, histogram] : histograms_) {
    exposition.histogram(labels_of(name_, values), histogram.counts());
  }
}

}  // namespace sonolist::metrics
