// Every segmentation network that is made here: an encoder, a decoder, and bilinear enlargement to the input's size.
#pragma once

#include <memory>
#include <utility>

#include "model/networks/decoder.h"
#include "model/networks/encoder.h"
#include "model/networks/segmentation_network.h"

namespace sonolist::model {

// Children "encoder" and "decoder". A picture that is not of whole cells of the deepest map is continued below and at
// the right by its last row and column: a cell then covers as many pixels at every size, as it did in training.
class EncoderDecoderNet : public SegmentationNetwork {
 public:
  // Neither is null; the decoder was made for this encoder's levels.
  EncoderDecoderNet(std::shared_ptr<Encoder> encoder, std::shared_ptr<Decoder> decoder);
  torch::Tensor forward(torch::Tensor x) override { return forward_for_training(std::move(x)).logits; }
  TrainingOutput forward_for_training(torch::Tensor x) override;
  FeatureLevel deepest_level() const override { return encoder_->levels().back(); }
  void fold_batch_norm() override;
  bool batch_norm_folded() const override { return folded_; }

 private:
  std::shared_ptr<Encoder> encoder_;
  std::shared_ptr<Decoder> decoder_;
  bool folded_ = false;
};

}  // namespace sonolist::model
