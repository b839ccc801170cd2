#include "model/networks/bottleneck.h"

namespace sonolist::model {

Bottleneck::Bottleneck(const ResidualBlockOptions& options)
    : ResidualBlock(options),
      first_(*this, "conv1", "bn1", same_size_conv(options.in, options.out / kExpansion, 1)),
      second_(*this, "conv2", "bn2",
              same_size_conv(options.out / kExpansion, options.out / kExpansion, 3, options.stride,
                             options.first_dilation)),
      third_(*this, "conv3", "bn3", same_size_conv(options.out / kExpansion, options.out, 1)) {
  add_shortcut_and_attention();
}

torch::Tensor Bottleneck::residual(const torch::Tensor& x) {
  auto y = first_.forward(x).relu_();
  y = second_.forward(y).relu_();
  return third_.forward(y);
}

void Bottleneck::fold_residual() {
  for (auto* part : {&first_, &second_, &third_}) part->fold(*this);
}

}  // namespace sonolist::model
