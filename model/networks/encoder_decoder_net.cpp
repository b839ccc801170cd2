#include "model/networks/encoder_decoder_net.h"

#include <sstream>

#include "model/error.h"
#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

torch::Tensor pad_to_whole_cells(const torch::Tensor& x, std::int64_t stride) {
  const auto missing = [&](std::int64_t side) { return (stride - side % stride) % stride; };
  const auto rows = missing(x.size(2)), cols = missing(x.size(3));
  return rows == 0 && cols == 0 ? x : torch::replication_pad2d(x, {0, cols, 0, rows});
}

}  // namespace

EncoderDecoderNet::EncoderDecoderNet(std::shared_ptr<Encoder> encoder, std::shared_ptr<Decoder> decoder)
    : encoder_(register_module("encoder", std::move(encoder))),
      decoder_(register_module("decoder", std::move(decoder))) {}

TrainingOutput EncoderDecoderNet::forward_for_training(torch::Tensor x) {
  if (x.dim() != 4 || x.size(1) != 3 || x.size(2) < kSmallestInput || x.size(3) < kSmallestInput) {
    std::ostringstream sentence;
    sentence << "network input has shape " << x.sizes() << "; expected [N,3,H,W] with H and W of at least "
             << kSmallestInput;
    throw ModelError(sentence.str());
  }
  const auto whole = pad_to_whole_cells(x, deepest_level().stride);
  const auto features = encoder_->forward(whole);
  const auto logits = decoder_->forward(features);
  return {enlarge_cells(logits, whole.size(2) / logits.size(2), x.size(2), x.size(3)), features.back()};
}

void EncoderDecoderNet::fold_batch_norm() {
  encoder_->fold_batch_norm();
  decoder_->fold_batch_norm();
  folded_ = true;
}

}  // namespace sonolist::model
