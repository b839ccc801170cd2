// The slices of a volume in their order in space.
#pragma once

#include <optional>
#include <vector>

#include "dicom_sr/image/source_image.h"

namespace sonolist::processor {

// Sorts single-frame images of equal orientation by their position along the normal of their planes and returns the
// distance of neighbours in mm. Nothing, and no change, when they are no volume: fewer than two, without planes, of
// several frames, of differing orientation, or unevenly spaced (by more than 1 %).
std::optional<double> sort_by_position(std::vector<dicom::SourceImage>& images);

}  // namespace sonolist::processor
