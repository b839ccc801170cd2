// From encoder features to logits at a quarter of the input size: context of the deepest map, then refinement with the
// fine map, in the manner of DeepLabV3+ (arXiv:1802.02611) but with the expensive convolutions on reduced channels.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/decoder.h"

namespace sonolist::model {

// DecoderOptions::channels are those of the context; refinement has half of them.
// Multiply-accumulates with the default options, 480x640 input, output stride 16: reduction 0.63 G, two dilated
// 3x3 1.42 G, fusion 0.16 G, skip 0.24 G, refinement 3.89 + 2.83 G: 9.2 G in all, beside 39 G of the encoder.
class SkipDecoder : public Decoder {
 public:
  // Throws ModelError where no level has stride 4.
  SkipDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options);
  torch::Tensor forward(const FeatureMaps& features) override;  // at stride 4
  void fold_batch_norm() override;

 private:
  std::size_t fine_;                     // index of the level that refines
  ConvNorm reduce_, near_, far_, fuse_;  // context: 1x1, 3x3 with small and large dilation, 1x1 over all four branches
  ConvNorm skip_, refine_first_, refine_second_;
  torch::nn::Conv2d global_{nullptr}, classify_{nullptr};
  torch::nn::Dropout2d dropout_{nullptr};
};

}  // namespace sonolist::model
