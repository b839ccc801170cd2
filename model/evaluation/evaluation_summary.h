// The figures of an evaluation that are computed from its images.
#pragma once

#include <string>
#include <vector>

#include "model/evaluation/bootstrap.h"
#include "model/evaluation/evaluation.h"
#include "model/evaluation/statistics.h"

namespace sonolist::model {

struct MeasureSummary {
  Description description;
  Interval mean_interval;  // 95 %, of the mean, by resampling groups
};

MeasureSummary summarise(const Evaluation& evaluation, int structure, Measure measure,
                         AbsentClass absent = AbsentClass::kLeftOut);

struct CorrelationSummary {
  std::int64_t pairs = 0;
  double pearson = 0.0, spearman = 0.0;
  Interval pearson_interval, spearman_interval;
};

// Estimated against true Dice over the images in which the structure was predicted; structure 0: over all structures.
CorrelationSummary estimate_correlation(const Evaluation& evaluation, int structure);

struct CalibrationSummary {
  double ece = 0.0, ace = 0.0;                        // over all pixels
  double ece_foreground = 0.0, ace_foreground = 0.0;  // over the pixels of probability 0.01 and more
  double brier = 0.0, log_loss = 0.0;                 // mean over all pixels, class against the rest
};

inline constexpr double kForegroundProbability = 0.01;

CalibrationSummary calibration_summary(const ProbabilityHistogram& histogram);

struct PairedDifference {
  std::int64_t images = 0;
  double mean = 0.0;  // second minus first
  Interval interval;
};

// Of the images in both, by name; those in which either is undefined are left out. Throws ModelError when no image is
// in both, or when one image has different references in the two: they were not measured against the same truth.
PairedDifference paired_difference(const Evaluation& first, const Evaluation& second, const std::string& structure,
                                   Measure measure);

}  // namespace sonolist::model
