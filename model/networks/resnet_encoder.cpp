#include "model/networks/resnet_encoder.h"

#include <string>

#include "model/networks/basic_block.h"
#include "model/networks/bottleneck.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kStemChannels = 64;

std::array<int, 4> blocks_of(ResNetKind kind) {
  if (kind == ResNetKind::kResNet18) return {2, 2, 2, 2};
  return {3, 4, 6, 3};  // ResNet-34 and -50
}

}  // namespace

ResNetEncoder::ResNetEncoder(ResNetKind kind, const EncoderOptions& options)
    : kind_(kind), options_(options), stem_(*this, "conv1", "bn1", same_size_conv(3, kStemChannels, 7, 2)) {
  levels_ = {{kStemChannels, 2}};
  std::int64_t width = kStemChannels;
  int number = 0;
  for (const int blocks : blocks_of(kind)) {
    add_stage(++number, blocks, width);
    width *= 2;
  }
}

void ResNetEncoder::add_stage(int number, int blocks, std::int64_t width) {
  // The pooling of the stem gives stride 4, stage 1 keeps it, each later one doubles it until the output stride is
  // reached.
  const bool pooled = number == 1;
  const auto stride_before = pooled ? 4 : levels_.back().stride;
  std::int64_t stride = pooled ? 1 : 2;
  const auto first_dilation = dilation_;
  if (stride_before * stride > options_.output_stride) {
    dilation_ *= stride;
    stride = 1;
  }
  const bool bottleneck = kind_ == ResNetKind::kResNet50;
  const bool in_blocks = options_.placement == AttentionPlacement::kBlock;
  ResidualBlockOptions block;
  block.in = levels_.back().channels;
  block.out = bottleneck ? width * Bottleneck::kExpansion : width;
  block.stride = stride;
  block.first_dilation = first_dilation;
  block.dilation = dilation_;
  if (in_blocks) block.attention = options_.attention;
  EncoderStage stage;
  for (int index = 0; index < blocks; ++index) {
    if (bottleneck) {
      stage.blocks.push_back(std::make_shared<Bottleneck>(block));
    } else {
      stage.blocks.push_back(std::make_shared<BasicBlock>(block));
    }
    block.in = block.out;
    block.stride = 1;
    block.first_dilation = dilation_;
  }
  const auto suffix = std::to_string(number);
  append_blocks(*register_module("layer" + suffix, torch::nn::ModuleList()), stage);
  if (options_.attention && !in_blocks) {
    stage.attention = register_module("attention" + suffix, std::make_shared<TripletAttention>(*options_.attention));
  }
  stages_.push_back(std::move(stage));
  levels_.push_back({block.out, stride_before * stride});
}

FeatureMaps ResNetEncoder::forward(const torch::Tensor& x) {
  FeatureMaps features = {stem_.forward(x).relu_()};
  auto y = torch::max_pool2d(features.back(), 3, 2, 1);
  for (const auto& stage : stages_) {
    y = stage.forward(y);
    features.push_back(y);
  }
  return features;
}

void ResNetEncoder::fold_batch_norm() {
  stem_.fold(*this);
  for (const auto& stage : stages_) stage.fold_batch_norm();
}

}  // namespace sonolist::model
