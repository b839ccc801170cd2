// What modern machines do against speckle: smoothing that spares edges.
#pragma once

#include <vector>

#include "model/phantom/probe.h"

namespace sonolist::model {

// Grey levels on the grid, in place: each becomes a mean of its neighbourhood in which similar levels weigh more.
// `strength` in [0, 1]; 0 leaves everything as it is. Pure otherwise.
void reduce_speckle(std::vector<float>& grey, const PolarGrid& grid, double strength);

}  // namespace sonolist::model
