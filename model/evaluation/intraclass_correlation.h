// Agreement of raters: the intraclass correlation coefficient. Needs Boost.Math.
#pragma once

#include <vector>

namespace sonolist::model {

struct IntraclassCorrelation {
  double icc = 0.0, low = 0.0, high = 0.0;                                            // 95 % interval
  double target_mean_square = 0.0, rater_mean_square = 0.0, error_mean_square = 0.0;  // BMS, JMS, EMS
};

// ICC(2,1) of Shrout and Fleiss 1979 = ICC(A,1) of McGraw and Wong 1996: two-way random effects, absolute agreement,
// single rater, with their interval. `ratings[target][rater]`, complete. Throws ModelError for fewer than two targets
// or raters, a missing or undefined value; all values NaN where nothing varies.
IntraclassCorrelation icc_2_1(const std::vector<std::vector<double>>& ratings);

}  // namespace sonolist::model
