// Pictures of an evaluation with the outlines of reference and prediction. Needs OpenCV (PNG).
#pragma once

#include "model/dataset/packed_dataset.h"
#include "model/evaluation/evaluation.h"
#include "model/report/svg.h"

namespace sonolist::model::report {

// A column for each of choose_examples(): reference above, prediction below. `predictions` and `examples`: the packed
// data sets of the evaluation's folder. Throws ModelError for a sample that is missing in one of them.
Svg draw_examples(const Evaluation& evaluation, const PackedDataset& predictions, const PackedDataset& examples);

}  // namespace sonolist::model::report
