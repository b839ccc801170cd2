// Findings about single pictures and their masks. Part of check_integrity().
#pragma once

#include <vector>

#include "model/dataset/integrity.h"

namespace sonolist::model {

struct PictureFindings {
  std::vector<ClassStatistics> classes;
  std::vector<Finding> findings;
};

// Constant pictures, empty masks, classes that no picture holds, areas far out of the usual (Tukey's outer fences of
// the logarithm, from eight pictures on), structures at the border of the picture, structures with many specks.
PictureFindings check_pictures(const PackedDataset& dataset);

}  // namespace sonolist::model
