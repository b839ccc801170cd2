#include "model/networks/unet_decoder.h"

#include <string>

#include "model/networks/resize.h"

namespace sonolist::model {

UNetLevel::UNetLevel(std::int64_t deep, std::int64_t skip, std::int64_t out)
    : first_(*this, "conv1", "bn1", same_size_conv(deep + skip, out, 3)),
      second_(*this, "conv2", "bn2", same_size_conv(out, out, 3)) {}

torch::Tensor UNetLevel::forward(const torch::Tensor& deep, const torch::Tensor& skip) {
  const auto y = torch::cat({resize_bilinear(deep, skip.size(2), skip.size(3)), skip}, 1);
  return second_.forward(first_.forward(y).relu_()).relu_();
}

void UNetLevel::fold_batch_norm() {
  first_.fold(*this);
  second_.fold(*this);
}

UNetDecoder::UNetDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options) {
  auto deep = levels.back().channels;
  auto out = options.channels;
  for (auto stride = levels.back().stride / 2; stride >= levels.front().stride; stride /= 2) {
    skips_.push_back(level_of_stride(levels, stride));
    ups_.push_back(register_module("up" + std::to_string(stride),
                                   std::make_shared<UNetLevel>(deep, levels[skips_.back()].channels, out)));
    deep = out;
    out /= 2;
  }
  classify_ = register_module("classify", make_classifier(deep, options.output_channels));
}

torch::Tensor UNetDecoder::forward(const FeatureMaps& features) {
  auto y = features.back();
  for (std::size_t i = 0; i < ups_.size(); ++i) y = ups_[i]->forward(y, features[skips_[i]]);
  return classify_->forward(y);
}

void UNetDecoder::fold_batch_norm() {
  for (const auto& up : ups_) up->fold_batch_norm();
}

}  // namespace sonolist::model
