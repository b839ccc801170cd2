// The block of ResNet-18 and ResNet-34: two 3x3 convolutions.
#pragma once

#include "model/networks/residual_block.h"

namespace sonolist::model {

class BasicBlock : public ResidualBlock {
 public:
  explicit BasicBlock(const ResidualBlockOptions& options);

 private:
  torch::Tensor residual(const torch::Tensor& x) override;
  void fold_residual() override;

  ConvNorm first_, second_;  // "conv1"/"bn1", "conv2"/"bn2"; the first has the stride
};

}  // namespace sonolist::model
