// Weights trained elsewhere into the encoder of our network.
#pragma once

#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"
#include "model/package/safetensors.h"

namespace sonolist::model {

struct EncoderImport {
  int tensors = 0;                   // copied
  std::vector<std::string> ignored;  // names in the file that the encoder has no use for (the classifier)
};

// `tensors`: the state dict of torchvision's resnet of the network's kind, or of a PyTorch port of EfficientNet-Lite0;
// `origin` its name in messages. Attention
// keeps its own weights; since fresh attention halves the residual branch, the last normalisation of every attended
// block is doubled where its gates are fresh, so that the network starts with exactly the features of the checkpoint
// (placement "block"; with "stage" the following normalisation adapts). Throws ModelError naming origin and tensor
// (missing, unknown, of another shape); the network is then unchanged.
EncoderImport import_encoder(SegmentationNetwork& network, TensorMap tensors, const std::string& origin);

// The same from a file of torch.save or safetensors.
EncoderImport import_encoder(SegmentationNetwork& network, const std::string& path);

}  // namespace sonolist::model
