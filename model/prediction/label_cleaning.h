// The post-processing that a package's manifest asks for.
#pragma once

#include <cstdint>
#include <vector>

#include "model/package/manifest.h"

namespace sonolist::model {

// Makes background of parts smaller than minimum_area_fraction of rows*cols and, with largest_part_only, of every part
// of a class but its largest (the first in reading order among equals). `labels`: rows*cols, row-major.
void clean_labels(std::vector<std::uint8_t>& labels, int rows, int cols, const PostProcessing& rules);

}  // namespace sonolist::model
