// From a package's network to one that runs as compiled plans.
#pragma once

#include <memory>

#include "model/networks/segmentation_network.h"
#include "model/package/quantisation.h"

namespace sonolist::model {

// Whether this processor multiplies 8-bit numbers faster than floats (VNNI).
bool processor_likes_bytes();

// `network`: as load_package() gives it, on the CPU; its normalisation is folded here, it must not be used otherwise
// any more. Members of an average are compiled each. `quantisation`: null for 32 bits.
std::shared_ptr<SegmentationNetwork> compile(const std::shared_ptr<SegmentationNetwork>& network,
                                             const Quantisation* quantisation);

// Whether all of a network that compile() gave runs as plans, as far as it has run.
bool is_planned(const std::shared_ptr<SegmentationNetwork>& network);

// Of each member over the pictures x, [N,3,H,W]; see CompiledNetwork::measure_ranges().
std::vector<std::vector<float>> measure_ranges(const std::shared_ptr<SegmentationNetwork>& network,
                                               const torch::Tensor& x);

}  // namespace sonolist::model
