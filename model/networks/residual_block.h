// The two residual blocks of ResNets, with torchvision's names and optional triplet attention, child "attention". It
// comes after the last normalisation and before the sum; the shortcut is not attended.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <optional>

#include "model/networks/conv_norm.h"
#include "model/networks/encoder_stage.h"
#include "model/networks/triplet_attention.h"

namespace sonolist::model {

struct ResidualBlockOptions {
  std::int64_t in = 0, out = 0;  // channels
  std::int64_t stride = 1;
  std::int64_t first_dilation = 1;  // of the convolution that would have the stride
  std::int64_t dilation = 1;        // of 3x3 convolutions after it
  std::optional<AttentionBranches> attention;
};

class ResidualBlock : public EncoderBlock {
 public:
  torch::Tensor forward(const torch::Tensor& x) override;
  void fold_batch_norm() override;

 protected:
  explicit ResidualBlock(const ResidualBlockOptions& options) : options_(options) {}

  // Last in a constructor, so that children and initial numbers come in torchvision's order.
  void add_shortcut_and_attention();

 private:
  virtual torch::Tensor residual(const torch::Tensor& x) = 0;
  virtual void fold_residual() = 0;

  ResidualBlockOptions options_;
  std::shared_ptr<torch::nn::Module> shortcut_module_;  // "downsample", null where the shortcut is the identity
  std::optional<ConvNorm> shortcut_;                    // "downsample.0"/"downsample.1"
  std::shared_ptr<TripletAttention> attention_;         // null without
};

}  // namespace sonolist::model
