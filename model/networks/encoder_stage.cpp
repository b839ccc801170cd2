#include "model/networks/encoder_stage.h"

namespace sonolist::model {

torch::Tensor EncoderStage::forward(torch::Tensor x) const {
  for (const auto& block : blocks) x = block->forward(x);
  return attention ? attention->forward(x) : x;
}

void EncoderStage::fold_batch_norm() const {
  for (const auto& block : blocks) block->fold_batch_norm();
  if (attention) attention->fold_batch_norm();
}

void append_blocks(torch::nn::ModuleListImpl& list, const EncoderStage& stage) {
  for (const auto& block : stage.blocks) list.push_back(std::static_pointer_cast<torch::nn::Module>(block));
}

}  // namespace sonolist::model
