// How well two masks of the same grid agree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "dicom_sr/agreement/distance_transform.h"

namespace sonolist::dicom {

// A binary mask in plane, row, column order, 0 or non-zero.
struct GridMask {
  GridSize size;
  std::vector<std::uint8_t> values;
};

struct Overlap {
  std::size_t pixels_a = 0, pixels_b = 0, common_pixels = 0;
  double dice = 0.0;  // 2 |A and B| / (|A| + |B|); 1 when both masks are empty, for they agree
  double iou = 0.0;   // |A and B| / |A or B|; 1 when both are empty
  // In the unit of the spacing; none when either mask is empty, since no distance exists then.
  std::optional<double> hausdorff_95;
};

// Dice, intersection over union and the symmetric 95% Hausdorff distance: the larger one of the 95th percentiles of
// (distances from A's boundary to B's) and (distances from B's boundary to A's). The boundary are the pixel centres of
// a mask with a neighbour outside it (4 neighbours in a plane, 6 in a volume; what lies beyond the grid is outside); a
// percentile between two ranks is interpolated linearly. Both masks have the same size. Pure.
Overlap compare_masks(const GridMask& a, const GridMask& b, const GridSpacing& spacing);

// The same over frames that are no volume (a cine): pixels are summed, and the boundary distances of all frames on
// which both masks show something are taken together. `a` and `b` hold one plane per frame.
Overlap compare_frames(const GridMask& a, const GridMask& b, const GridSpacing& spacing);

}  // namespace sonolist::dicom
