#include "model/networks/efficientnet_lite_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace sonolist::model {
namespace {

constexpr std::int64_t kLiteStemChannels = 32;
// Of normalisation: epsilon as published, momentum PyTorch's, since 0.01 is too slow for a small data set.
constexpr double kLiteEpsilon = 1e-3, kLiteMomentum = 0.1;

struct LiteStage {
  int blocks;
  std::int64_t kernel, stride, expansion, out;
};

// Of Lite0.
constexpr std::array<LiteStage, 7> kLiteStages = {{
    {1, 3, 1, 1, 16},
    {2, 3, 2, 6, 24},
    {2, 5, 2, 6, 40},
    {3, 3, 2, 6, 80},
    {3, 5, 1, 6, 112},
    {4, 5, 2, 6, 192},
    {1, 3, 1, 6, 320},
}};

// What the published scaling makes of Lite0; the stem, and the number of blocks of the first and the last stage, stay.
struct LiteScale {
  double width, depth;
};

LiteScale scale_of(EfficientNetLiteKind kind) {
  switch (kind) {
    case EfficientNetLiteKind::kLite1:
      return {1.0, 1.1};
    case EfficientNetLiteKind::kLite2:
      return {1.1, 1.2};
    default:
      return {1.0, 1.0};
  }
}

// The nearest multiple of eight that is at least nine tenths of what is wanted.
std::int64_t scaled_channels(std::int64_t channels, double width) {
  const double wanted = static_cast<double>(channels) * width;
  const auto nearest = std::max<std::int64_t>(8, static_cast<std::int64_t>(wanted + 4) / 8 * 8);
  return static_cast<double>(nearest) < 0.9 * wanted ? nearest + 8 : nearest;
}

std::array<LiteStage, 7> scaled_stages(const LiteScale& scale) {
  auto stages = kLiteStages;
  for (auto& stage : stages) stage.out = scaled_channels(stage.out, scale.width);
  for (std::size_t index = 1; index + 1 < stages.size(); ++index) {
    stages[index].blocks = static_cast<int>(std::ceil(stages[index].blocks * scale.depth));
  }
  return stages;
}

ConvNorm lite_conv_norm(torch::nn::Module& parent, const char* conv, const char* norm,
                        const torch::nn::Conv2dOptions& options) {
  return {parent, conv, norm, options, kLiteMomentum, kLiteEpsilon};
}

torch::Tensor clipped(torch::Tensor x) {  // in place
  return torch::relu6_(x);
}

}  // namespace

InvertedResidual::InvertedResidual(const InvertedResidualOptions& options)
    : options_(options),
      expand_(options.expansion == 1
                  ? nullptr
                  : std::make_unique<ConvNorm>(lite_conv_norm(
                        *this, "_expand_conv", "_bn0", same_size_conv(options.in, options.in * options.expansion, 1)))),
      depthwise_(lite_conv_norm(
          *this, "_depthwise_conv", "_bn1",
          same_size_conv(options.in * options.expansion, options.in * options.expansion, options.kernel, options.stride)
              .groups(options.in * options.expansion))),
      project_(lite_conv_norm(*this, "_project_conv", "_bn2",
                              same_size_conv(options.in * options.expansion, options.out, 1))) {}

torch::Tensor InvertedResidual::forward(const torch::Tensor& x) {
  auto y = expand_ ? clipped(expand_->forward(x)) : x;
  y = clipped(depthwise_.forward(y));
  y = project_.forward(y);
  return options_.stride == 1 && options_.in == options_.out ? y + x : y;
}

void InvertedResidual::fold_batch_norm() {
  if (expand_) expand_->fold(*this);
  depthwise_.fold(*this);
  project_.fold(*this);
}

EfficientNetLiteEncoder::EfficientNetLiteEncoder(EfficientNetLiteKind kind, const EncoderOptions& options)
    : stem_(lite_conv_norm(*this, "_conv_stem", "_bn0", same_size_conv(3, kLiteStemChannels, 3, 2))) {
  std::int64_t channels = kLiteStemChannels, stride = 2;
  stages_.emplace_back();
  for (const auto& stage : scaled_stages(scale_of(kind))) {
    if (stage.stride != 1) {
      levels_.push_back({channels, stride});
      stages_.emplace_back();
      stride *= stage.stride;
    }
    for (int index = 0; index < stage.blocks; ++index) {
      const InvertedResidualOptions block{channels, stage.out, stage.kernel, index == 0 ? stage.stride : 1,
                                          stage.expansion};
      stages_.back().blocks.push_back(std::make_shared<InvertedResidual>(block));
      channels = stage.out;
    }
  }
  levels_.push_back({channels, stride});
  const auto blocks = register_module("_blocks", torch::nn::ModuleList());
  for (const auto& stage : stages_) append_blocks(*blocks, stage);
  if (!options.attention) return;
  for (std::size_t level = 1; level < stages_.size(); ++level) {
    stages_[level].attention = register_module("attention" + std::to_string(level + 1),
                                               std::make_shared<TripletAttention>(*options.attention));
  }
}

FeatureMaps EfficientNetLiteEncoder::forward(const torch::Tensor& x) {
  FeatureMaps features;
  auto y = clipped(stem_.forward(x));
  for (const auto& stage : stages_) {
    y = stage.forward(y);
    features.push_back(y);
  }
  return features;
}

void EfficientNetLiteEncoder::fold_batch_norm() {
  stem_.fold(*this);
  for (const auto& stage : stages_) stage.fold_batch_norm();
}

}  // namespace sonolist::model
