// Point scatterers, and the interference of their echoes: speckle.
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/motion.h"
#include "model/phantom/probe.h"
#include "model/phantom/propagation.h"
#include "model/phantom/random.h"
#include "model/phantom/scanner.h"

namespace sonolist::model {

struct Scatterer {
  Point rest;
  float amplitude = 0.0F;
};

// About ten per resolution cell all over the sector and a rim around it (fully developed speckle).
std::vector<Scatterer> draw_scatterers(const Anatomy& anatomy, const Scanner& scanner, Random& random);

// Envelope of the echoes on the grid, grid.size() values, 1 for muscle in mean square. The pulse is a Gaussian times a
// cosine; it is computed at base band, where the cosine is each scatterer's phase.
// Looks at neighbouring frequencies are averaged in power. Pure.
std::vector<float> echo_envelope(const std::vector<Scatterer>& scatterers, const Motion& motion,
                                 const Propagation& propagation, const Scanner& scanner, const PolarGrid& grid);

}  // namespace sonolist::model
