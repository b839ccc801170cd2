// The project's segmentation network: ResNet-50 with triplet attention and a decoder with a skip connection.
#pragma once

#include <memory>
#include <utility>

#include "model/networks/resnet_encoder.h"
#include "model/networks/segmentation_network.h"
#include "model/networks/skip_decoder.h"

namespace sonolist::model {

// Children "encoder" and "decoder". 26 M parameters with the default options.
class TripletAttentionNet : public SegmentationNetwork {
 public:
  TripletAttentionNet(const EncoderOptions& encoder, const DecoderOptions& decoder);
  torch::Tensor forward(torch::Tensor x) override { return forward_for_training(std::move(x)).logits; }
  TrainingOutput forward_for_training(torch::Tensor x) override;
  std::int64_t deepest_channels() const override { return ResNetEncoder::kDeepChannels; }
  void fold_batch_norm() override;
  bool batch_norm_folded() const override { return folded_; }

 private:
  std::shared_ptr<ResNetEncoder> encoder_;
  std::shared_ptr<SkipDecoder> decoder_;
  bool folded_ = false;
};

}  // namespace sonolist::model
