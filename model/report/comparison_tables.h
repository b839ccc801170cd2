// The analysis of variance as tables. Needs Boost.Math.
#pragma once

#include "model/evaluation/structure_comparison.h"
#include "model/report/table.h"

namespace sonolist::model::report {

// `name` of the measure, for the captions and file names: "iou".
Table anova_table(const StructureComparison& comparison, const std::string& name);
Table pairs_table(const StructureComparison& comparison, const std::string& name);

}  // namespace sonolist::model::report
