// The report of one or several evaluations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/evaluation/evaluation.h"
#include "model/report/document.h"

namespace sonolist::model::report {

struct ReportedEvaluation {
  Evaluation evaluation;
  std::optional<Svg> examples;  // draw_examples(), where they can be drawn
};

// `evaluations` is not empty; the first is what the others are compared with. `curves`: of the training run. Throws
// ModelError when the evaluations cannot be compared.
Document evaluation_report(const std::vector<ReportedEvaluation>& evaluations, const std::optional<Svg>& curves);

}  // namespace sonolist::model::report
