// The simulated machine for each scene and degree of randomisation (docs/phantom.md).
#pragma once

#include "model/phantom/phantom.h"
#include "model/phantom/probe.h"
#include "model/phantom/random.h"
#include "model/phantom/scanner.h"

namespace sonolist::model {

// A linear array of 38 mm; the depth of its view is drawn, too.
Probe draw_linear_probe(Random& random);

// Settings for a view at least `needed_depth_mm` deep. Without randomisation they depend on the probe and that depth
// only, and nothing is drawn.
Scanner machine_for(PhantomScene scene, PhantomRandomisation randomisation, Probe probe, double needed_depth_mm,
                    Random& random);

}  // namespace sonolist::model
