// A TorchScript module as network: code from the package runs, hence for trusted packages only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

// The module's forward must take [N,3,H,W] and give logits [N,`channels`,H,W]; checked at every call (ModelError).
// Throws ModelError when the bytes are no TorchScript module.
std::shared_ptr<SegmentationNetwork> load_scripted_network(std::string_view bytes, int channels,
                                                           const std::string& origin);

}  // namespace sonolist::model
