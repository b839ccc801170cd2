// The figures of one evaluation.
#pragma once

#include <optional>

#include "model/evaluation/evaluation.h"
#include "model/report/svg.h"

namespace sonolist::model::report {

// Distribution of a measure between 0 and 1 over the images, per structure: box (quartiles, median, whiskers to the
// furthest value within 1.5 interquartile ranges), a cross for the mean, and a point for each image.
Svg draw_distributions(const Evaluation& evaluation, Measure measure);
Svg draw_confusion(const Evaluation& evaluation);  // shares of the reference pixels of each class
Svg draw_roc(const Evaluation& evaluation);
Svg draw_reliability(const Evaluation& evaluation);  // of the pixels of probability 0.01 and more
Svg draw_estimates(const Evaluation& evaluation);    // estimated against true Dice

}  // namespace sonolist::model::report
