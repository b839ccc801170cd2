// From envelope to grey: time gain control error, noise, log compression, grey map.
#pragma once

#include <vector>

#include "model/phantom/probe.h"
#include "model/phantom/random.h"
#include "model/phantom/scanner.h"

namespace sonolist::model {

// Grey values in [0, 255] on the grid. `noise` is the stream of this frame's electronic noise.
std::vector<float> grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                               Random& noise);

}  // namespace sonolist::model
