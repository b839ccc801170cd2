#include "model/networks/stdc_encoder.h"

#include <string>

namespace sonolist::model {
namespace {

constexpr std::int64_t kBaseWidth = 48;
constexpr int kBlocksPerStage = 2;

}  // namespace

StdcBlock::StdcBlock(std::int64_t in, std::int64_t out, std::int64_t stride)
    : stride_(stride),
      parts_{ConvNorm(*this, "conv1", "bn1", same_size_conv(in, out / 2, 1)),
             ConvNorm(*this, "conv2", "bn2", same_size_conv(out / 2, out / 4, 3, stride)),
             ConvNorm(*this, "conv3", "bn3", same_size_conv(out / 4, out / 8, 3)),
             ConvNorm(*this, "conv4", "bn4", same_size_conv(out / 8, out / 8, 3))} {}

torch::Tensor StdcBlock::forward(const torch::Tensor& x) {
  std::vector<torch::Tensor> outputs;
  auto y = x;
  for (auto& part : parts_) {
    y = part.forward(y).relu_();
    outputs.push_back(y);
  }
  if (stride_ != 1) outputs.front() = torch::avg_pool2d(outputs.front(), 3, stride_, 1);
  return torch::cat(outputs, 1);
}

void StdcBlock::fold_batch_norm() {
  for (auto& part : parts_) part.fold(*this);
}

StdcEncoder::StdcEncoder(const EncoderOptions& options)
    : stem_first_(*this, "conv1", "bn1", same_size_conv(3, kBaseWidth / 2, 3, 2)),
      stem_second_(*this, "conv2", "bn2", same_size_conv(kBaseWidth / 2, kBaseWidth, 3, 2)) {
  levels_ = {{kBaseWidth / 2, 2}, {kBaseWidth, 4}};
  for (int number = 3; number <= 5; ++number) {
    const std::int64_t out = kBaseWidth << (number - 1);
    EncoderStage stage;
    for (int index = 0; index < kBlocksPerStage; ++index) {
      const bool first = index == 0;
      stage.blocks.push_back(std::make_shared<StdcBlock>(first ? levels_.back().channels : out, out, first ? 2 : 1));
    }
    append_blocks(*register_module("stage" + std::to_string(number), torch::nn::ModuleList()), stage);
    if (options.attention) {
      stage.attention =
          register_module("attention" + std::to_string(number), std::make_shared<TripletAttention>(*options.attention));
    }
    stages_.push_back(std::move(stage));
    levels_.push_back({out, levels_.back().stride * 2});
  }
}

FeatureMaps StdcEncoder::forward(const torch::Tensor& x) {
  FeatureMaps features = {stem_first_.forward(x).relu_()};
  features.push_back(stem_second_.forward(features.back()).relu_());
  for (const auto& stage : stages_) features.push_back(stage.forward(features.back()));
  return features;
}

void StdcEncoder::fold_batch_norm() {
  stem_first_.fold(*this);
  stem_second_.fold(*this);
  for (const auto& stage : stages_) stage.fold_batch_norm();
}

}  // namespace sonolist::model
