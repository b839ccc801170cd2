// Smooth noise in the plane, fixed by a seed: the raw material of septa and muscle striations.
#pragma once

#include <cstdint>

namespace sonolist::model {

// Value noise on the unit lattice, in [-1, 1], continuous with a continuous gradient. Pure.
double texture_noise(double x, double y, std::uint32_t seed);

// 1 on the thin curved lines where the noise is zero, falling to 0 over `width` (in units of the noise). Pure.
double texture_lines(double x, double y, std::uint32_t seed, double width);

}  // namespace sonolist::model
