// From envelope to grey: time gain control error, noise, log compression, grey map, the machine's smoothing.
#pragma once

#include <cstdint>
#include <vector>

#include "model/phantom/probe.h"
#include "model/phantom/random.h"
#include "model/phantom/scanner.h"

namespace sonolist::model {

// Grey values in [0, 255] on the grid. `noise` is the stream of this frame's electronic noise.
std::vector<float> grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                               Random& noise);

// The same with tables instead of functions and other random numbers: for the reduced detail.
std::vector<float> quick_grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                                     std::uint64_t noise_seed);

}  // namespace sonolist::model
