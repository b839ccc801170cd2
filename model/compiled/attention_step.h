// Triplet attention in two passes over the map: one for maxima and means, one that weighs, adds and activates.
#pragma once

#include <memory>

#include "model/compiled/step.h"

namespace sonolist::model {

// `added`: null, or the map that node.added names. `to` may be the memory of `added` when both have one format.
std::unique_ptr<Step> make_attention_step(const Node& node, const StoredMap& from, const StoredMap* added,
                                          const StoredMap& to);

}  // namespace sonolist::model
