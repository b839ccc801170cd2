#include "model/networks/triplet_attention.h"

#include <utility>

namespace sonolist::model {
namespace {

constexpr std::int64_t kKernel = 7;
constexpr double kMomentum = 0.01;

torch::nn::Conv2dOptions gate_convolution(AttentionPlane plane) {
  if (plane == AttentionPlane::kChannel) {
    return torch::nn::Conv2dOptions(2, 1, {kKernel, 1}).padding({kKernel / 2, 0});
  }
  return same_size_conv(2, 1, kKernel);
}

// Maximum and mean over `dims` as the two channels of a picture: [N,2,...].
torch::Tensor pool(const torch::Tensor& x, torch::IntArrayRef dims) {
  return torch::stack({x.amax(dims), x.mean(dims)}, 1);
}

}  // namespace

AttentionGate::AttentionGate(AttentionPlane plane)
    : plane_(plane), conv_(*this, "conv", "bn", gate_convolution(plane), kMomentum) {
  torch::nn::init::zeros_(conv_.norm()->weight);
}

torch::Tensor AttentionGate::forward(const torch::Tensor& x) {
  switch (plane_) {
    case AttentionPlane::kChannelWidth:  // [N,1,C,W]
      return torch::sigmoid(conv_.forward(pool(x, {2}))).transpose(1, 2);
    case AttentionPlane::kChannelHeight:  // [N,1,H,C], the orientation of the published weights
      return torch::sigmoid(conv_.forward(pool(x, {3}).transpose(2, 3))).permute({0, 3, 2, 1});
    case AttentionPlane::kHeightWidth:
      return torch::sigmoid(conv_.forward(pool(x, {1})));
    case AttentionPlane::kChannel:  // [N,1,C,1]
      return torch::sigmoid(conv_.forward(pool(x, {2, 3}).unsqueeze(3))).transpose(1, 2);
  }
  return {};
}

TripletAttention::TripletAttention(AttentionBranches branches) {
  const auto add = [this](const char* name, AttentionPlane plane) {
    gates_.push_back(register_module(name, std::make_shared<AttentionGate>(plane)));
  };
  if (branches == AttentionBranches::kRotate3) add("cw", AttentionPlane::kChannelWidth);
  add("hc", AttentionPlane::kChannelHeight);
  add("hw", AttentionPlane::kHeightWidth);
  if (branches == AttentionBranches::kPaper) add("channel", AttentionPlane::kChannel);
}

torch::Tensor TripletAttention::forward(const torch::Tensor& x) {
  // Broadcasting the sum of the gates costs two passes over a map of the size of x; scaling the small gates is free.
  torch::Tensor sum;
  for (const auto& gate : gates_) {
    const auto share = gate->forward(x) / static_cast<double>(gates_.size());
    sum = sum.defined() ? sum + share : share;
  }
  return x * sum;
}

void TripletAttention::fold_batch_norm() {
  for (const auto& gate : gates_) gate->fold_batch_norm();
}

}  // namespace sonolist::model
