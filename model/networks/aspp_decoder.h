// The decoder of DeepLabV3+ (Chen et al., ECCV 2018, arXiv:1802.02611): atrous spatial pyramid pooling of the deepest
// map, then two 3x3 convolutions with the map of stride 4 beside it.
#pragma once

#include <torch/torch.h>

#include <array>
#include <memory>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/decoder.h"
#include "model/networks/separable_conv.h"

namespace sonolist::model {

// Atrous and refining convolutions are separable, as published: with ResNet-50, output stride 16 and 480x640 plain ones
// would have 14 M parameters and 37 G multiply-accumulates more. Rates 6, 12, 18 at output stride 16, changed in
// proportion at another. DecoderOptions::channels are those of every branch and of the refinement.
class AsppDecoder : public Decoder {
 public:
  // Throws ModelError where no level has stride 4.
  AsppDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options);
  torch::Tensor forward(const FeatureMaps& features) override;  // at stride 4
  void fold_batch_norm() override;

 private:
  std::size_t fine_;                                       // index of the level that refines
  ConvNorm point_, fuse_, skip_;                           // 1x1: branch of rate 0, of all branches, of the fine map
  std::array<std::shared_ptr<SeparableConv>, 3> atrous_;   // "atrous1" ... "atrous3"
  std::array<std::shared_ptr<SeparableConv>, 2> refine_;   // "refine1", "refine2"
  torch::nn::Conv2d global_{nullptr}, classify_{nullptr};  // of the picture's mean; the last layer
  torch::nn::Dropout dropout_{nullptr};
};

}  // namespace sonolist::model
