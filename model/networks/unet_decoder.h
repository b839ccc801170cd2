// The decoder of a U-Net (Ronneberger et al., MICCAI 2015, arXiv:1505.04597) on an encoder's maps: level by level
// bilinear enlargement, the encoder's map of that stride beside it, two 3x3 convolutions.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/decoder.h"

namespace sonolist::model {

// One level: children "conv1", "bn1", "conv2", "bn2".
class UNetLevel : public torch::nn::Module {
 public:
  UNetLevel(std::int64_t deep, std::int64_t skip, std::int64_t out);            // channels
  torch::Tensor forward(const torch::Tensor& deep, const torch::Tensor& skip);  // of skip's size
  void fold_batch_norm();

 private:
  ConvNorm first_, second_;
};

// Children "up16", "up8", "up4", "up2" by stride (fewer where the encoder's output stride is smaller) and "classify".
// DecoderOptions::channels are those of the first level, halved by each further one.
// It ends at stride 2, the finest map that the encoders have: a level at stride 1 would have none to join, and cost 2.1
// G multiply-accumulates at 480x640 (32 to 16 to 16 channels) on the largest maps of all only to smooth what bilinear
// enlargement smooths anyway.
class UNetDecoder : public Decoder {
 public:
  UNetDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options);
  torch::Tensor forward(const FeatureMaps& features) override;  // at the finest stride of the encoder
  void fold_batch_norm() override;

 private:
  std::vector<std::size_t> skips_;  // indices of the levels joined, deep to fine
  std::vector<std::shared_ptr<UNetLevel>> ups_;
  torch::nn::Conv2d classify_{nullptr};
};

}  // namespace sonolist::model
