// Deep supervision: a second, coarse answer straight from the deepest map of a network, so that the gradient reaches
// the encoder by a short way (as PSPNet's, Zhao et al., CVPR 2017). Belongs to the trainer, never to a package.
#pragma once

#include <torch/torch.h>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

class AuxiliaryHead : public torch::nn::Module {
 public:
  // 1x1 convolution, initialised from torch's default generator.
  AuxiliaryHead(std::int64_t deepest_channels, int channels);

  // [N,deepest_channels,h,w] to logits [N,channels,h,w]
  torch::Tensor forward(const torch::Tensor& deepest) { return classify_(deepest); }

 private:
  torch::nn::Conv2d classify_;
};

}  // namespace sonolist::model
