// Speckle of the reduced detail: every cell of the polar grid holds a scatterer of random phase and strength, which
// after blurring is fully developed speckle, too.
#pragma once

#include <vector>

#include "model/phantom/motion.h"
#include "model/phantom/propagation.h"
#include "model/phantom/random.h"
#include "model/phantom/scanner.h"
#include "model/phantom/section.h"

namespace sonolist::model {

// Envelope at rest, on the scale of echo_envelope() (speckle.h). The looks are independent of each other.
std::vector<float> lattice_envelope(const Section& section, const Propagation& propagation, const Scanner& scanner,
                                    const PolarGrid& grid, Random& random);

// The envelope after the tissue has moved: speckle goes along with it unchanged. Pure.
std::vector<float> moved(const std::vector<float>& envelope, const Motion& motion, const Probe& probe,
                         const PolarGrid& grid);

}  // namespace sonolist::model
