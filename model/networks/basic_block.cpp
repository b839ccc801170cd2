#include "model/networks/basic_block.h"

namespace sonolist::model {

BasicBlock::BasicBlock(const ResidualBlockOptions& options)
    : ResidualBlock(options),
      first_(*this, "conv1", "bn1", same_size_conv(options.in, options.out, 3, options.stride, options.first_dilation)),
      second_(*this, "conv2", "bn2", same_size_conv(options.out, options.out, 3, 1, options.dilation)) {
  add_shortcut_and_attention();
}

torch::Tensor BasicBlock::residual(const torch::Tensor& x) {
  return second_.forward(first_.forward(x).relu_());
}

void BasicBlock::fold_residual() {
  for (auto* part : {&first_, &second_}) part->fold(*this);
}

}  // namespace sonolist::model
