#include "model/networks/separable_conv.h"

namespace sonolist::model {

SeparableConv::SeparableConv(std::int64_t in, std::int64_t out, std::int64_t dilation)
    : depthwise_(*this, "depthwise", "depthwise_bn", same_size_conv(in, in, 3, 1, dilation).groups(in)),
      pointwise_(*this, "pointwise", "pointwise_bn", same_size_conv(in, out, 1)) {}

torch::Tensor SeparableConv::forward(const torch::Tensor& x) {
  return pointwise_.forward(depthwise_.forward(x).relu_()).relu_();
}

void SeparableConv::fold_batch_norm() {
  depthwise_.fold(*this);
  pointwise_.fold(*this);
}

}  // namespace sonolist::model
