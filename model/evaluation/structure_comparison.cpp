#include "model/evaluation/structure_comparison.h"

#include "model/evaluation/statistics.h"

namespace sonolist::model {

std::optional<StructureComparison> compare_structures(const Evaluation& evaluation, Measure measure) {
  StructureComparison comparison;
  std::vector<std::vector<double>> samples;
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    auto values = values_of(evaluation, structure, measure);
    if (describe(values).count < 2) continue;
    samples.push_back(std::move(values));
    comparison.structures.push_back(evaluation.package.labels[static_cast<std::size_t>(structure)]);
  }
  if (samples.size() < 2) return std::nullopt;
  comparison.anova = one_way_anova(samples);
  comparison.pairs = bonferroni_comparisons(samples);
  return comparison;
}

}  // namespace sonolist::model
