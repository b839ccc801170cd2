// Where nerves, vessels and their look-alikes lie in a limb.
#pragma once

#include <vector>

#include "model/phantom/limb_body.h"
#include "model/phantom/limb_layers.h"
#include "model/phantom/random.h"

namespace sonolist::model {

// One to six nerves, up to three vessels, distractors and bone, in order of precedence: labelled bodies first, which
// keep clear of each other.
std::vector<Body> arranged_bodies(const Layers& layers, double half_width_mm, double depth_mm, Random& random);

}  // namespace sonolist::model
