// Where a network starts from instead of from nothing.
#pragma once

#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"
#include "model/package/safetensors.h"

namespace sonolist::model {

struct FillReport {
  std::vector<std::string> filled, missing;  // of the network's tensors
  std::vector<std::string> reshaped;         // in both, with different shapes: not filled (also in `missing`)
  std::vector<std::string> unused;           // of the given tensors: unknown to the network
};

// Copies every tensor whose name and shape match, and no other.
FillReport fill_matching(torch::nn::Module& network, const TensorMap& tensors);

// `path`: a package (folder or .zip; of an ensemble the first network), a checkpoint of sonolist-model (its averaged
// weights where there are any), or a state dict of torch.save or safetensors: of a whole network of ours ("encoder.",
// "decoder."), or of torchvision's resnet18, resnet34 or resnet50 (fills the encoder). What it is, its content says,
// not its extension. A network for other classes keeps its fresh output layer. Throws ModelError when the file is none
// of these, nothing in it matches, or a number in it is not finite.
FillReport start_from(SegmentationNetwork& network, const std::string& path);

}  // namespace sonolist::model
