// Triplet attention (Misra et al., WACV 2021, arXiv:2010.03045) without its permutations, and the variant whose third
// branch weights channels globally.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "model/networks/conv_norm.h"

namespace sonolist::model {

// The plane on which a gate looks for interaction; it pools x [N,C,H,W] over what is not in the plane.
enum class AttentionPlane {
  kChannelWidth,   // pools over H, gate [N,C,1,W]
  kChannelHeight,  // pools over W, gate [N,C,H,1]
  kHeightWidth,    // pools over C, gate [N,1,H,W]
  kChannel         // pools over H and W, gate [N,C,1,1]
};

// sigmoid(norm(conv(maximum and mean of x over the pooled axes))), the gate for x. The kernel is 7x7, for kChannel 7
// along the channels. Channel order is an axis of the convolution: weights are bound to it. The normalisation starts
// with weight 0, hence every gate with 0.5.
class AttentionGate : public torch::nn::Module {
 public:
  explicit AttentionGate(AttentionPlane plane);
  torch::Tensor forward(const torch::Tensor& x);
  void fold_batch_norm() { conv_.fold(*this); }

 private:
  AttentionPlane plane_;
  ConvNorm conv_;  // children "conv", "bn"
};

// "rotate3", the published module: children "cw", "hc", "hw".
// "paper", the anterior sciatic nerve paper, whose text names a channel-spatial branch, a branch over H and W, and
// global channel weights. Read here as: "hc" (channel x height: depth is the axis with a physical meaning, attenuation
// and focus change along it, whereas the picture is statistically alike along its width), "hw", and "channel", one
// weight per channel from its maximum and mean over the picture as in ECA-Net (arXiv:1910.03151).
enum class AttentionBranches { kRotate3, kPaper };

// y = x * (sum of the gates) / 3. Below 320 parameters, whatever the number of channels.
class TripletAttention : public torch::nn::Module {
 public:
  explicit TripletAttention(AttentionBranches branches);
  torch::Tensor forward(const torch::Tensor& x);  // [N,C,H,W] -> same shape
  void fold_batch_norm();

 private:
  std::vector<std::shared_ptr<AttentionGate>> gates_;
};

}  // namespace sonolist::model
