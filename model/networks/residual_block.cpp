#include "model/networks/residual_block.h"

namespace sonolist::model {

void ResidualBlock::add_shortcut_and_attention() {
  if (options_.stride != 1 || options_.in != options_.out) {
    shortcut_module_ = register_module("downsample", std::make_shared<torch::nn::Module>("downsample"));
    shortcut_.emplace(*shortcut_module_, "0", "1", same_size_conv(options_.in, options_.out, 1, options_.stride));
  }
  if (options_.attention) {
    attention_ = register_module("attention", std::make_shared<TripletAttention>(*options_.attention));
  }
}

torch::Tensor ResidualBlock::forward(const torch::Tensor& x) {
  auto y = residual(x);
  if (attention_) y = attention_->forward(y);
  y += shortcut_ ? shortcut_->forward(x) : x;
  return y.relu_();
}

void ResidualBlock::fold_batch_norm() {
  fold_residual();
  if (shortcut_) shortcut_->fold(*shortcut_module_);
  if (attention_) attention_->fold_batch_norm();
}

}  // namespace sonolist::model
