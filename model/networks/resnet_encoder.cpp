#include "model/networks/resnet_encoder.h"

#include <string>

namespace sonolist::model {

Bottleneck::Bottleneck(std::int64_t in, std::int64_t width, std::int64_t stride, std::int64_t dilation,
                       std::optional<AttentionBranches> attention)
    : first_(*this, "conv1", "bn1", same_size_conv(in, width, 1)),
      second_(*this, "conv2", "bn2", same_size_conv(width, width, 3, stride, dilation)),
      third_(*this, "conv3", "bn3", same_size_conv(width, width * kExpansion, 1)) {
  if (stride != 1 || in != width * kExpansion) {
    shortcut_module_ = register_module("downsample", std::make_shared<torch::nn::Module>("downsample"));
    shortcut_.emplace(*shortcut_module_, "0", "1", same_size_conv(in, width * kExpansion, 1, stride));
  }
  if (attention) attention_ = register_module("attention", std::make_shared<TripletAttention>(*attention));
}

torch::Tensor Bottleneck::forward(const torch::Tensor& x) {
  auto y = first_.forward(x).relu_();
  y = second_.forward(y).relu_();
  y = third_.forward(y);
  if (attention_) y = attention_->forward(y);
  y += shortcut_ ? shortcut_->forward(x) : x;
  return y.relu_();
}

void Bottleneck::fold_batch_norm() {
  first_.fold(*this);
  second_.fold(*this);
  third_.fold(*this);
  if (shortcut_) shortcut_->fold(*shortcut_module_);
  if (attention_) attention_->fold_batch_norm();
}

ResNetEncoder::ResNetEncoder(const EncoderOptions& options)
    : stem_(*this, "conv1", "bn1", same_size_conv(3, 64, 7, 2)) {
  add_stage(1, 3, 64, 1, options);
  add_stage(2, 4, 128, 2, options);
  add_stage(3, 6, 256, 2, options);
  add_stage(4, 3, 512, 2, options);
}

void ResNetEncoder::add_stage(int number, int blocks, std::int64_t width, std::int64_t stride,
                              const EncoderOptions& options) {
  // The stem has stride 4, stage 1 keeps it, each later one doubles it until the output stride is reached.
  const std::int64_t stride_with_this_stage = std::int64_t{4} << (number - 1);
  const std::int64_t dilation_before = dilation_;
  if (stride_with_this_stage > options.output_stride) {
    dilation_ *= stride;
    stride = 1;
  }
  const bool in_blocks = options.placement == AttentionPlacement::kBlock;
  const auto suffix = std::to_string(number);
  Stage stage;
  torch::nn::Sequential layer;
  for (int index = 0; index < blocks; ++index) {
    const bool first = index == 0;
    stage.blocks.push_back(std::make_shared<Bottleneck>(channels_, width, first ? stride : 1,
                                                        first ? dilation_before : dilation_,
                                                        in_blocks ? options.attention : std::nullopt));
    layer->push_back(stage.blocks.back());
    channels_ = width * Bottleneck::kExpansion;
  }
  register_module("layer" + suffix, layer);
  if (options.attention && !in_blocks) {
    stage.attention = register_module("attention" + suffix, std::make_shared<TripletAttention>(*options.attention));
  }
  stages_.push_back(std::move(stage));
}

EncoderFeatures ResNetEncoder::forward(const torch::Tensor& x) {
  auto y = torch::max_pool2d(stem_.forward(x).relu_(), 3, 2, 1);
  EncoderFeatures features;
  for (const auto& stage : stages_) {
    for (const auto& block : stage.blocks) y = block->forward(y);
    if (stage.attention) y = stage.attention->forward(y);
    if (!features.fine.defined()) features.fine = y;
  }
  features.deep = y;
  return features;
}

void ResNetEncoder::fold_batch_norm() {
  stem_.fold(*this);
  for (const auto& stage : stages_) {
    for (const auto& block : stage.blocks) block->fold_batch_norm();
    if (stage.attention) stage.attention->fold_batch_norm();
  }
}

}  // namespace sonolist::model
