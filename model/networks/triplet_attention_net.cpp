#include "model/networks/triplet_attention_net.h"

#include <sstream>

#include "model/error.h"
#include "model/networks/resize.h"

namespace sonolist::model {

TripletAttentionNet::TripletAttentionNet(const EncoderOptions& encoder, const DecoderOptions& decoder)
    : encoder_(register_module("encoder", std::make_shared<ResNetEncoder>(encoder))),
      decoder_(register_module("decoder", std::make_shared<SkipDecoder>(decoder))) {}

TrainingOutput TripletAttentionNet::forward_for_training(torch::Tensor x) {
  if (x.dim() != 4 || x.size(1) != 3 || x.size(2) < kSmallestInput || x.size(3) < kSmallestInput) {
    std::ostringstream sentence;
    sentence << "network input has shape " << x.sizes() << "; expected [N,3,H,W] with H and W of at least "
             << kSmallestInput;
    throw ModelError(sentence.str());
  }
  const auto features = encoder_->forward(x);
  return {resize_bilinear(decoder_->forward(features), x.size(2), x.size(3)), features.deep};
}

void TripletAttentionNet::fold_batch_norm() {
  encoder_->fold_batch_norm();
  decoder_->fold_batch_norm();
  folded_ = true;
}

}  // namespace sonolist::model
