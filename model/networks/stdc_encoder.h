// A light encoder in the manner of STDC (Fan et al., CVPR 2021, arXiv:2104.13188), base width 48.
#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/encoder.h"
#include "model/networks/encoder_stage.h"

namespace sonolist::model {

// A 1x1 and three 3x3 convolutions in a row, each half as wide as the one before (the last two are alike); their joined
// outputs have `out` channels and see 1 to 7 cells at once. With stride 2 the second convolution strides and the first
// output is averaged; the paper strides in a depthwise convolution between them, which costs more time than it saves
// multiplications on a CPU.
class StdcBlock : public EncoderBlock {
 public:
  StdcBlock(std::int64_t in, std::int64_t out, std::int64_t stride);  // out: a multiple of 8
  torch::Tensor forward(const torch::Tensor& x) override;
  void fold_batch_norm() override;

 private:
  std::int64_t stride_;
  std::array<ConvNorm, 4> parts_;  // "conv1"/"bn1" ... "conv4"/"bn4"
};

// Children "conv1", "bn1", "conv2", "bn2" (stem, strides 2 and 4), "stage3" ... "stage5" of two blocks (strides 8, 16,
// 32; 192, 384, 768 channels), with attention also "attention3" ... "attention5" at the stages' ends. 3.0 M parameters.
// Takes no dilation and no attention in blocks: options must say stride 32, and stage where there is attention.
class StdcEncoder : public Encoder {
 public:
  explicit StdcEncoder(const EncoderOptions& options);
  FeatureMaps forward(const torch::Tensor& x) override;  // strides 2, 4, 8, 16, 32
  void fold_batch_norm() override;

 private:
  ConvNorm stem_first_, stem_second_;
  std::vector<EncoderStage> stages_;
};

}  // namespace sonolist::model
