// How the probabilities of one class stand against the truth, pixel by pixel: ranking (ROC) and calibration.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Pixels by probability, rounded to 1/1000. Class against all others.
struct ProbabilityHistogram {
  static constexpr int kCells = 1001;

  std::vector<std::int64_t> pixels = std::vector<std::int64_t>(kCells);     // all
  std::vector<std::int64_t> positives = std::vector<std::int64_t>(kCells);  // whose reference is the class
  double squared_error = 0.0;  // sum of (p - y)^2, of the probabilities as they are
  double log_loss = 0.0;       // sum of -log(p where y, else 1 - p), p limited to [1e-7, 1 - 1e-7]

  void add(float probability, bool positive);
  std::int64_t total() const;
};

struct RocPoint {
  double false_positive_rate = 0.0, true_positive_rate = 0.0;
};

// From (0,0) to (1,1), one point for each threshold that parts the pixels; empty where there are only positives or only
// negatives. The area under it counts ties half; NaN where there is no curve.
std::vector<RocPoint> roc_curve(const ProbabilityHistogram& histogram);
double area_under(const std::vector<RocPoint>& curve);

struct ReliabilityBin {
  std::int64_t pixels = 0;
  double probability = 0.0, frequency = 0.0;  // means over the pixels
};

inline constexpr int kReliabilityBins = 15;

// Bins of equal width; those without a pixel are left out. `least` leaves out the pixels of lower probability: most of
// a picture is background that every network is sure of, and would hide how it does where it decides.
std::vector<ReliabilityBin> equal_width_bins(const ProbabilityHistogram& histogram, double least = 0.0,
                                             int bins = kReliabilityBins);
// Bins of about as many pixels each. Pixels of one cell of the histogram stay together, so there may be fewer bins.
std::vector<ReliabilityBin> equal_mass_bins(const ProbabilityHistogram& histogram, double least = 0.0,
                                            int bins = kReliabilityBins);

// Differences of frequency and probability. ECE: mean weighted by the pixels of the bins (Guo et al. 2017) of equal
// width; ACE: plain mean over bins of equal mass (Nixon et al. 2019). NaN without bins.
double expected_calibration_error(const std::vector<ReliabilityBin>& bins);
double average_calibration_error(const std::vector<ReliabilityBin>& bins);

}  // namespace sonolist::model
