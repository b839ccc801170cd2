// Counters and histograms that are told apart by labels.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "dicom_sr/metrics/exposition.h"
#include "dicom_sr/metrics/histogram.h"

namespace sonolist::metrics {

struct FamilyName {
  std::string name, help;
  std::vector<std::string> labels;
};

// Both are thread safe. Values come in the order of the labels' names, one for each, else std::invalid_argument. What
// they can be must be bounded: each combination is kept for good.
class LabelledCounter {
 public:
  explicit LabelledCounter(FamilyName name) : name_(std::move(name)) {}

  // Adding 0 makes a combination visible before it happens: rates need a first value.
  void add(const std::vector<std::string>& values, double amount = 1.0);
  void expose(Exposition& exposition) const;

 private:
  const FamilyName name_;
  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, double> counts_;  // guarded by mutex_
};

class LabelledHistogram {
 public:
  // `bounds` as Histogram wants them.
  LabelledHistogram(FamilyName name, std::vector<double> bounds) : name_(std::move(name)), empty_(std::move(bounds)) {}

  void observe(const std::vector<std::string>& values, double value);
  // Makes a combination visible before anything is observed.
  void prepare(const std::vector<std::string>& values);
  void expose(Exposition& exposition) const;

 private:
  Histogram& histogram_of(const std::vector<std::string>& values);

  const FamilyName name_;
  const Histogram empty_;  // for its bounds
  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, Histogram> histograms_;  // guarded by mutex_; entries stay
};

}  // namespace sonolist::metrics
