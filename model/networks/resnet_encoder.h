// ResNet-18, -34 and -50 (v1.5: stride in the 3x3 convolution of a bottleneck) as encoders, with the state dict names
// of torchvision's resnet18, resnet34 and resnet50, and optional triplet attention.
#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/encoder.h"
#include "model/networks/encoder_stage.h"

namespace sonolist::model {

enum class ResNetKind { kResNet18, kResNet34, kResNet50 };

// Children "conv1", "bn1", "layer1" ... "layer4", with stage attention also "attention1" ... "attention4". Output
// strides below 32 replace strides by dilation: a cell of the smaller map is exactly what the plain network gives
// there, as torchvision's replace_stride_with_dilation does (which knows it for bottlenecks only).
class ResNetEncoder : public Encoder {
 public:
  ResNetEncoder(ResNetKind kind, const EncoderOptions& options);

  // The stem before its pooling at stride 2, then layer1 (stride 4) to layer4.
  FeatureMaps forward(const torch::Tensor& x) override;
  void fold_batch_norm() override;

 private:
  void add_stage(int number, int blocks, std::int64_t width);

  ResNetKind kind_;
  EncoderOptions options_;
  ConvNorm stem_;
  std::vector<EncoderStage> stages_;
  std::int64_t dilation_ = 1;  // after the stages made so far
};

}  // namespace sonolist::model
