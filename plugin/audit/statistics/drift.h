// Has a measurement, or a rate, changed? Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::plugin {

// Population stability index of the window against the baseline over the deciles of the baseline:
// sum of (w - b) ln(w / b), w and b the shares of a bin; an empty bin counts as half a value. Deciles that coincide
// make one bin. Both are ascending and not empty.
double population_stability_index(const std::vector<double>& baseline, const std::vector<double>& window);

struct KolmogorovSmirnov {
  double statistic = 0;  // the largest distance of the two empirical distributions
  double p_value = 1;    // asymptotic: Q(D sqrt(n m / (n + m))), Kolmogorov's distribution
};

// Both are ascending and not empty.
KolmogorovSmirnov kolmogorov_smirnov(const std::vector<double>& baseline, const std::vector<double>& window);

// "stable" below 0.1, "watch" below 0.25, else "drift": the usual reading of the index.
std::string drift_verdict(double stability_index);

// Fisher's exact test, two-sided: the probability of all tables with the same margins that are at most as likely as
// this one. `hits` of `trials` on either side.
double fisher_exact(std::int64_t baseline_hits, std::int64_t baseline_trials, std::int64_t window_hits,
                    std::int64_t window_trials);

}  // namespace sonolist::plugin
