// Convolutions by oneDNN, with sum and activation done while the result is in registers.
#pragma once

#include <memory>

#include "model/compiled/step.h"

namespace sonolist::model {

class PreparedWeights;

// `from` and `to` are both of 8 bits, or `from` is of 8 bits and `to` of floats, or both are floats. With `node.added`,
// `to` holds the map to add before run(), in the format `added`. Weights of 8-bit convolutions have
// one scale per channel of the result. `weights` must outlive the step. Throws ModelError when oneDNN refuses.
std::unique_ptr<Step> make_convolution_step(const Node& node, const StoredMap& from, const StoredMap& to, Format added,
                                            PreparedWeights& weights);

}  // namespace sonolist::model
