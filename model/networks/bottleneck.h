// The block of ResNet-50: 1x1, 3x3, 1x1 convolutions.
#pragma once

#include "model/networks/residual_block.h"

namespace sonolist::model {

class Bottleneck : public ResidualBlock {
 public:
  static constexpr std::int64_t kExpansion = 4;  // channels out over those of the 3x3 convolution

  explicit Bottleneck(const ResidualBlockOptions& options);

 private:
  torch::Tensor residual(const torch::Tensor& x) override;
  void fold_residual() override;

  ConvNorm first_, second_, third_;  // "conv1"/"bn1" ... "conv3"/"bn3"; v1.5: the second has the stride
};

}  // namespace sonolist::model
