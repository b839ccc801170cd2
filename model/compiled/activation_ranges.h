// What a compiled network needs to know to store its maps in 8 bits.
#pragma once

#include <vector>

namespace sonolist::model {

// How large a value of each node's result may be before it is cut off, in the order of Graph::nodes without kInput,
// kPad and kCrop: those come and go with the size of the input, the others do not.
using ActivationRanges = std::vector<float>;

}  // namespace sonolist::model
