// Whether the structures of an evaluation are segmented equally well. Needs Boost.Math.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/evaluation/anova.h"
#include "model/evaluation/evaluation.h"

namespace sonolist::model {

struct StructureComparison {
  std::vector<std::string> structures;  // for people, those that have values; indices of the pairs
  Anova anova;
  std::vector<PairwiseComparison> pairs;
};

// Over the images in which the measure is defined; nothing where fewer than two structures have two such images.
std::optional<StructureComparison> compare_structures(const Evaluation& evaluation, Measure measure);

}  // namespace sonolist::model
