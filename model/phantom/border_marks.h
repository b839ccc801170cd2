// What machines burn into the border of a picture: a depth scale, signs, lines of text.
#pragma once

#include <cstdint>
#include <vector>

#include "model/phantom/random.h"
#include "model/phantom/scan_conversion.h"

namespace sonolist::model {

// Draws onto `picture` (geometry.rows * geometry.cols, grey). The text means nothing.
void burn_marks(std::vector<std::uint8_t>& picture, const PictureGeometry& geometry, const Probe& probe,
                Random& random);

}  // namespace sonolist::model
