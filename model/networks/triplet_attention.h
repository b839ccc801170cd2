// Triplet attention (Misra et al., WACV 2021, arXiv:2010.03045) without its permutations, and the variant whose third
// branch weights channels globally.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "model/networks/conv_norm.h"

namespace sonolist::model {

// sigmoid(norm(conv(.))) of the maximum and the mean of a feature map over the axes that are not in the gate's plane.
// The normalisation starts with weight 0, hence every gate with 0.5.
class AttentionGate : public torch::nn::Module {
 public:
  explicit AttentionGate(const torch::nn::Conv2dOptions& convolution);  // 2 channels to 1, size kept
  torch::Tensor forward(const torch::Tensor& pooled);                   // [N,2,rows,cols] -> [N,1,rows,cols]
  void fold_batch_norm() { conv_.fold(*this); }
  const torch::nn::Conv2d& convolution() const { return conv_.convolution(); }

 private:
  ConvNorm conv_;  // children "conv", "bn"
};

// Kernels are 7x7 on the plane named. Channel order is an axis of the convolution: weights are bound to it.
// "rotate3", the published module: gates "cw" (plane C x W, pooled over H), "hc" (H x C, over W), "hw" (H x W, over C).
// "paper", the anterior sciatic nerve paper, whose text names a channel-spatial branch, a branch over H and W, and
// global channel weights. Read here as: "hc" (of the two, because depth is the axis with a physical meaning:
// attenuation and focus change along it, whereas the picture is statistically alike along its width), "hw", and
// "channel", one weight per channel from its maximum and mean over the picture with 7 taps along the channels, as in
// ECA-Net (arXiv:1910.03151).
enum class AttentionBranches { kRotate3, kPaper };

// Its inputs: x, then weight and bias of the gates "hc", "hw", "cw" and "channel", None for those that are not there;
// normalisations must be folded.
inline constexpr const char* kTripletAttentionOperator = "sonolist::triplet_attention";

// y = x * (sum of the three gates) / 3. At most 300 parameters, whatever the number of channels.
class TripletAttention : public torch::nn::Module {
 public:
  explicit TripletAttention(AttentionBranches branches);
  // [N,C,H,W] -> same shape. Under LibTorch's tracer one operator, kTripletAttentionOperator, stands for it all.
  torch::Tensor forward(const torch::Tensor& x);
  void fold_batch_norm();

 private:
  torch::Tensor forward_as_operator(const torch::Tensor& x) const;

  std::shared_ptr<AttentionGate> channel_height_, height_width_;  // "hc", "hw"
  std::shared_ptr<AttentionGate> channel_width_;                  // "cw", with rotate3 only
  std::shared_ptr<AttentionGate> channel_;                        // "channel", with paper only
};

}  // namespace sonolist::model
