// Fewer passes over memory: activations and sums become part of the operation before them.
#pragma once

#include "model/compiled/graph.h"

namespace sonolist::model {

// The same function. A sum goes into an attention or a convolution that only it uses, an activation into whatever only
// it uses; two crops in a row become one. Nodes that are left without use go; the order stays.
Graph merge(Graph graph);

}  // namespace sonolist::model
