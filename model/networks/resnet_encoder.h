// ResNet-50 (v1.5: stride in the 3x3 convolution) as encoder, with the state dict names of torchvision's resnet50 and
// optional triplet attention.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <optional>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/triplet_attention.h"

namespace sonolist::model {

enum class AttentionPlacement { kBlock, kStage };

struct EncoderOptions {
  int output_stride = 16;                      // 8, 16 or 32; smaller strides use dilation, as torchvision's
                                               // replace_stride_with_dilation does
  std::optional<AttentionBranches> attention;  // none without
  AttentionPlacement placement = AttentionPlacement::kBlock;
};

// 1x1, 3x3, 1x1 convolutions with a shortcut. Attention, child "attention", comes after bn3 and before the sum; the
// shortcut is not attended.
class Bottleneck : public torch::nn::Module {
 public:
  static constexpr std::int64_t kExpansion = 4;

  Bottleneck(std::int64_t in, std::int64_t width, std::int64_t stride, std::int64_t dilation,
             std::optional<AttentionBranches> attention);
  torch::Tensor forward(const torch::Tensor& x);
  void fold_batch_norm();

 private:
  ConvNorm first_, second_, third_;                     // "conv1"/"bn1" ... "conv3"/"bn3"
  std::shared_ptr<torch::nn::Module> shortcut_module_;  // "downsample", null where the shortcut is the identity
  std::optional<ConvNorm> shortcut_;                    // "downsample.0"/"downsample.1"
  std::shared_ptr<TripletAttention> attention_;         // null without
};

struct EncoderFeatures {
  torch::Tensor fine;  // [N,256,ceil(H/4),ceil(W/4)], after layer1
  torch::Tensor deep;  // [N,2048,ceil(H/s),ceil(W/s)], s = output stride, after layer4
};

// Children "conv1", "bn1", "layer1" ... "layer4", with stage attention also "attention1" ... "attention4".
class ResNetEncoder : public torch::nn::Module {
 public:
  static constexpr std::int64_t kFineChannels = 256, kDeepChannels = 2048;

  explicit ResNetEncoder(const EncoderOptions& options);
  EncoderFeatures forward(const torch::Tensor& x);  // [N,3,H,W]
  void fold_batch_norm();

 private:
  struct Stage {
    std::vector<std::shared_ptr<Bottleneck>> blocks;
    std::shared_ptr<TripletAttention> attention;  // null without
  };

  void add_stage(int number, int blocks, std::int64_t width, std::int64_t stride, const EncoderOptions& options);

  ConvNorm stem_;
  std::vector<Stage> stages_;
  std::int64_t channels_ = 64, dilation_ = 1;  // after the stages made so far
};

}  // namespace sonolist::model
