// What every encoder is made of: blocks in a row, with triplet attention after the last where it is wanted.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "model/networks/triplet_attention.h"

namespace sonolist::model {

class EncoderBlock : public torch::nn::Module {
 public:
  virtual torch::Tensor forward(const torch::Tensor& x) = 0;  // [N,in,H,W] -> [N,out,ceil(H/stride),ceil(W/stride)]
  virtual void fold_batch_norm() = 0;                         // as SegmentationNetwork's
};

// Shares its modules with the encoder, which registers them under the names of its kind.
struct EncoderStage {
  std::vector<std::shared_ptr<EncoderBlock>> blocks;
  std::shared_ptr<TripletAttention> attention;  // null without

  torch::Tensor forward(torch::Tensor x) const;
  void fold_batch_norm() const;
};

// As the children "0", "1", ... of `list`.
void append_blocks(torch::nn::ModuleListImpl& list, const EncoderStage& stage);

}  // namespace sonolist::model
