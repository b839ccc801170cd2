// A depthwise 3x3 convolution and a pointwise one, each with normalisation and ReLU, as DeepLabV3+ uses them.
#pragma once

#include <torch/torch.h>

#include "model/networks/conv_norm.h"

namespace sonolist::model {

// Children "depthwise", "depthwise_bn", "pointwise", "pointwise_bn".
class SeparableConv : public torch::nn::Module {
 public:
  SeparableConv(std::int64_t in, std::int64_t out, std::int64_t dilation = 1);
  torch::Tensor forward(const torch::Tensor& x);  // [N,in,H,W] -> [N,out,H,W]
  void fold_batch_norm();

 private:
  ConvNorm depthwise_, pointwise_;
};

}  // namespace sonolist::model
