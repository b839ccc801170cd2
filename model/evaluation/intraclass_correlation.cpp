#include "model/evaluation/intraclass_correlation.h"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <limits>

#include "model/error.h"

namespace sonolist::model {
namespace {

void require_complete(const std::vector<std::vector<double>>& ratings) {
  if (ratings.size() < 2 || ratings.front().size() < 2) {
    throw ModelError("an intraclass correlation needs at least two targets and two raters");
  }
  for (const auto& target : ratings) {
    bool complete = target.size() == ratings.front().size();
    for (const double value : target) complete = complete && std::isfinite(value);
    if (!complete) throw ModelError("an intraclass correlation needs a value of every rater for every target");
  }
}

void set_mean_squares(const std::vector<std::vector<double>>& ratings, IntraclassCorrelation& result) {
  const auto n = static_cast<double>(ratings.size()), k = static_cast<double>(ratings.front().size());
  std::vector<double> rater_means(ratings.front().size(), 0.0);
  double grand_mean = 0.0;
  for (const auto& target : ratings) {
    for (std::size_t rater = 0; rater < target.size(); ++rater) {
      rater_means[rater] += target[rater] / n;
      grand_mean += target[rater] / (n * k);
    }
  }
  double total = 0.0, targets = 0.0, raters = 0.0;
  for (const auto& target : ratings) {
    double mean = 0.0;
    for (const double value : target) {
      mean += value / k;
      total += (value - grand_mean) * (value - grand_mean);
    }
    targets += k * (mean - grand_mean) * (mean - grand_mean);
  }
  for (const double mean : rater_means) raters += n * (mean - grand_mean) * (mean - grand_mean);
  result.target_mean_square = targets / (n - 1.0);
  result.rater_mean_square = raters / (k - 1.0);
  result.error_mean_square = std::max(0.0, total - targets - raters) / ((n - 1.0) * (k - 1.0));
}

}  // namespace

IntraclassCorrelation icc_2_1(const std::vector<std::vector<double>>& ratings) {
  require_complete(ratings);
  IntraclassCorrelation result;
  set_mean_squares(ratings, result);
  const auto n = static_cast<double>(ratings.size()), k = static_cast<double>(ratings.front().size());
  const double bms = result.target_mean_square, jms = result.rater_mean_square, ems = result.error_mean_square;
  const double denominator = bms + (k - 1.0) * ems + k * (jms - ems) / n;
  if (!(denominator > 0.0)) {
    result.icc = result.low = result.high = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  result.icc = (bms - ems) / denominator;
  if (!(ems > 0.0)) {  // raters differ by a constant at most: no error left to judge the interval by
    result.low = result.high = result.icc;
    return result;
  }
  const double ratio = jms / ems, rho = result.icc;
  const double a = k * rho * ratio, b = n * (1.0 + (k - 1.0) * rho) - k * rho;
  const double df = (k - 1.0) * (n - 1.0) * (a + b) * (a + b) / ((n - 1.0) * a * a + b * b);
  const auto upper_tail = [](double first, double second) {
    return boost::math::quantile(boost::math::complement(boost::math::fisher_f(first, second), 0.025));
  };
  const double f_low = upper_tail(n - 1.0, df), f_high = upper_tail(df, n - 1.0);
  const double common = k * jms + (k * n - k - n) * ems;
  result.low = n * (bms - f_low * ems) / (f_low * common + n * bms);
  result.high = n * (f_high * bms - ems) / (common + n * f_high * bms);
  return result;
}

}  // namespace sonolist::model
