// Observations counted by size.
#pragma once

#include <mutex>
#include <vector>

#include "dicom_sr/metrics/exposition.h"

namespace sonolist::metrics {

// Thread safe.
class Histogram {
 public:
  // `bounds`: ascending and finite, else std::invalid_argument.
  explicit Histogram(std::vector<double> bounds);

  // One that equals a bound belongs to the bucket that this bound ends. NaN is passed over.
  void observe(double value);
  HistogramCounts counts() const;

 private:
  mutable std::mutex mutex_;
  HistogramCounts counts_;  // guarded by mutex_
};

}  // namespace sonolist::metrics
