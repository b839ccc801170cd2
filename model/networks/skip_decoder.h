// From encoder features to logits at a quarter of the input size: context of the deepest map, then refinement with the
// fine map, in the manner of DeepLabV3+ (arXiv:1802.02611) but with the expensive convolutions on reduced channels.
#pragma once

#include <torch/torch.h>

#include "model/networks/conv_norm.h"
#include "model/networks/resnet_encoder.h"

namespace sonolist::model {

struct DecoderOptions {
  std::int64_t channels = 256;       // of the context; refinement has half of them
  std::int64_t skip_channels = 48;   // of the fine map
  int output_stride = 16;            // of the encoder: sets the rates of dilation
  std::int64_t output_channels = 2;  // of the logits
};

// Multiply-accumulates with the default options, 480x640 input, output stride 16: reduction 0.63 G, two dilated
// 3x3 1.42 G, fusion 0.16 G, skip 0.24 G, refinement 3.89 + 2.83 G: 9.2 G in all, beside 39 G of the encoder.
class SkipDecoder : public torch::nn::Module {
 public:
  explicit SkipDecoder(const DecoderOptions& options);
  torch::Tensor forward(const EncoderFeatures& features);  // [N,output_channels,h,w], h and w of features.fine
  void fold_batch_norm();

 private:
  ConvNorm reduce_, near_, far_, fuse_;  // context: 1x1, 3x3 with small and large dilation, 1x1 over all four branches
  ConvNorm skip_, refine_first_, refine_second_;
  // No normalisation on the 1x1 map of the picture's mean: a batch of one has no variance there.
  torch::nn::Conv2d global_{nullptr}, classify_{nullptr};
  torch::nn::Dropout2d dropout_{nullptr};
};

}  // namespace sonolist::model
