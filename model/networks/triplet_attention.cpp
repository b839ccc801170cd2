#include "model/networks/triplet_attention.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kKernel = 7;
constexpr double kMomentum = 0.01;

// Maximum and mean as the two channels of a picture, side by side in memory (channels_last): convolutions of two
// channels, and above all their gradients, are several times faster so on a CPU.
torch::Tensor as_channels(const torch::Tensor& maximum, const torch::Tensor& mean) {
  return torch::stack({maximum, mean}, -1).movedim(-1, 1);
}

// Over one axis.
torch::Tensor pool(const torch::Tensor& x, std::int64_t axis) {
  return as_channels(x.amax({axis}), x.mean({axis}));
}

// The same over a further axis, the last of `pooled`: cheaper than to look at the whole map again.
torch::Tensor pool_further(const torch::Tensor& pooled) {
  return as_channels(pooled.select(1, 0).amax({-1}), pooled.select(1, 1).mean({-1}));
}

}  // namespace

AttentionGate::AttentionGate(const torch::nn::Conv2dOptions& convolution)
    : conv_(*this, "conv", "bn", convolution, kMomentum) {
  torch::nn::init::zeros_(conv_.norm()->weight);
}

torch::Tensor AttentionGate::forward(const torch::Tensor& pooled) {
  return torch::sigmoid(conv_.forward(pooled));
}

TripletAttention::TripletAttention(AttentionBranches branches) {
  const auto add = [this](const char* name, const torch::nn::Conv2dOptions& convolution) {
    return register_module(name, std::make_shared<AttentionGate>(convolution));
  };
  const auto square = same_size_conv(2, 1, kKernel);
  if (branches == AttentionBranches::kRotate3) channel_width_ = add("cw", square);
  channel_height_ = add("hc", square);
  height_width_ = add("hw", square);
  if (branches == AttentionBranches::kPaper) {
    channel_ = add("channel", torch::nn::Conv2dOptions(2, 1, {kKernel, 1}).padding({kKernel / 2, 0}));
  }
}

torch::Tensor TripletAttention::forward(const torch::Tensor& x) {
  const auto over_width = pool(x, 3);  // [N,2,C,H]; the published weights want it as H x C
  auto small = channel_height_->forward(over_width.transpose(2, 3)).permute({0, 3, 2, 1}) / 3;
  if (channel_) small = small + channel_->forward(pool_further(over_width).unsqueeze(3)).transpose(1, 2) / 3;
  // Gates are added while they are small: only the last sum and the product are as large as x.
  auto sum = small + height_width_->forward(pool(x, 1)) / 3;
  if (channel_width_) sum += channel_width_->forward(pool(x, 2)).transpose(1, 2) / 3;
  // Without gradients the product may take the place of the sum: a map less to allocate.
  return torch::GradMode::is_enabled() ? x * sum : sum.mul_(x);
}

void TripletAttention::fold_batch_norm() {
  for (const auto& gate : {channel_width_, channel_height_, height_width_, channel_}) {
    if (gate) gate->fold_batch_norm();
  }
}

}  // namespace sonolist::model
