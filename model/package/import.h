// Weights trained elsewhere into the encoder of our network.
#pragma once

#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

struct EncoderImport {
  int tensors = 0;                   // copied
  std::vector<std::string> ignored;  // names in the file that the encoder has no use for (the classifier "fc")
};

// `path`: safetensors with the state dict of torchvision's resnet50. Attention keeps its own weights; since fresh
// attention halves the residual branch, bn3 of every attended block is doubled where its gates are fresh, so that the
// network starts with exactly the features of the checkpoint (placement "block"; with "stage" the following
// normalisation adapts). A PyTorch checkpoint (.pth) is refused with the command that converts it: unpickling runs
// code. Throws ModelError naming file and tensor (missing, unknown, of another shape); the network is then unchanged.
EncoderImport import_encoder(SegmentationNetwork& network, const std::string& path);

}  // namespace sonolist::model
