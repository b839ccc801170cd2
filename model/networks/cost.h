// What one picture costs a network.
#pragma once

#include <cstdint>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

struct NetworkCost {
  std::int64_t parameters = 0;            // trainable numbers
  std::int64_t multiply_accumulates = 0;  // of the convolutions for one picture; everything else is under 1 % of them
};

// Runs the network once on a picture of zeros, in evaluation mode and without gradient, where its parameters are; its
// mode is restored. One multiply-accumulate is two floating-point operations. Not for several threads at once on one
// network. Throws what forward() throws for sizes that the network does not take.
NetworkCost network_cost(SegmentationNetwork& network, std::int64_t height, std::int64_t width);

}  // namespace sonolist::model
