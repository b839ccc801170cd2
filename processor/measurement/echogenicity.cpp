#include "processor/measurement/echogenicity.h"

#include <algorithm>
#include <cmath>

namespace sonolist::processor {

void Echogenicity::add(const std::uint8_t* rgb) {
  const auto [lowest, highest] = std::minmax({rgb[0], rgb[1], rgb[2]});
  if (highest - lowest > kColourFlowChroma) return;
  const double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  ++pixels_;
  sum_ += luma;
  sum_of_squares_ += luma * luma;
}

double Echogenicity::mean() const {
  return pixels_ == 0 ? 0.0 : sum_ / static_cast<double>(pixels_);
}

double Echogenicity::standard_deviation() const {
  if (pixels_ == 0) return 0.0;
  const double variance = sum_of_squares_ / static_cast<double>(pixels_) - mean() * mean();
  return std::sqrt(std::max(0.0, variance));
}

}  // namespace sonolist::processor
