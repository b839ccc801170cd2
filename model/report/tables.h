// The tables of evaluations.
#pragma once

#include <vector>

#include "model/evaluation/evaluation.h"
#include "model/report/table.h"

namespace sonolist::model::report {

// The published table's own form: IoU and Dice per structure, beside the published values where names match.
Table overlap_results(const Evaluation& evaluation);
Table pixel_and_distance_results(const Evaluation& evaluation);
Table absence_conventions(const Evaluation& evaluation);
Table calibration_results(const Evaluation& evaluation);
Table estimate_results(const Evaluation& evaluation);

// One line per evaluation: overlap over all structures, size and time.
Table model_comparison(const std::vector<Evaluation>& evaluations);
// Each later evaluation minus the first, per structure, over the images of both. Throws as paired_difference().
Table paired_differences(const std::vector<Evaluation>& evaluations);

}  // namespace sonolist::model::report
