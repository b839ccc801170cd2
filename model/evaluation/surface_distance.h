// How far the outlines of two masks lie apart.
#pragma once

#include <cstdint>
#include <vector>

#include "model/evaluation/distance_transform.h"

namespace sonolist::model {

// In the unit of the spacing. NaN where one of the masks is empty: there is no distance to nothing.
struct SurfaceDistances {
  double hausdorff_95 = 0.0;  // the larger of the two directed 95th percentiles (quantile type 7)
  double mean = 0.0;          // of the distances of all outline pixels of both masks, each to the other outline
};

// The masks are the pixels of value `label` in two row-major label maps of rows x cols. An outline pixel has at least
// one of its four neighbours outside of the mask; the edge of the picture is outside.
SurfaceDistances surface_distances(const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second,
                                   std::uint8_t label, int rows, int cols, GridSpacing spacing);

}  // namespace sonolist::model
