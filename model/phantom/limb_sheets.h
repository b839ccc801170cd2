// Fascia, septa and fibres of a limb: bright thin sheets, long ones between the layers and short ones within them.
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/limb_body.h"
#include "model/phantom/limb_layers.h"
#include "model/phantom/random.h"

namespace sonolist::model {

std::vector<Facet> sheets_of(const Layers& layers, const std::vector<Body>& bodies, double half_width_mm,
                             double depth_mm, Random& random);

}  // namespace sonolist::model
