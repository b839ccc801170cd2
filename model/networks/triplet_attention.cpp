#include "model/networks/triplet_attention.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/library.h>

#include <functional>
#include <utility>
#include <vector>

#include "model/error.h"

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

using Gate = std::function<torch::Tensor(const torch::Tensor& pooled)>;

// `channel_width` and `channel` may be empty.
torch::Tensor attend(const torch::Tensor& x, const Gate& channel_height, const Gate& height_width,
                     const Gate& channel_width, const Gate& channel) {
  const auto over_width = pool(x, 3);  // [N,2,C,H]; the published weights want it as H x C
  auto small = channel_height(over_width.transpose(2, 3)).permute({0, 3, 2, 1}) / 3;
  if (channel) small = small + channel(pool_further(over_width).unsqueeze(3)).transpose(1, 2) / 3;
  // Gates are added while they are small: only the last sum and the product are as large as x.
  auto sum = small + height_width(pool(x, 1)) / 3;
  if (channel_width) sum += channel_width(pool(x, 2)).transpose(1, 2) / 3;
  // Without gradients the product may take the place of the sum: a map less to allocate.
  return torch::GradMode::is_enabled() ? x * sum : sum.mul_(x);
}

Gate gate_of(const std::shared_ptr<AttentionGate>& gate) {
  if (!gate) return {};
  return [&gate](const torch::Tensor& pooled) { return gate->forward(pooled); };
}

using OptionalTensor = c10::optional<torch::Tensor>;

Gate gate_of(const OptionalTensor& weight, const OptionalTensor& bias) {
  if (!weight) return {};
  return [weight = *weight, bias = *bias](const torch::Tensor& pooled) {
    const std::vector<std::int64_t> padding = {weight.size(2) / 2, weight.size(3) / 2};
    return torch::sigmoid(torch::conv2d(pooled, weight, bias, 1, padding));
  };
}

torch::Tensor attend_folded(const torch::Tensor& x, const torch::Tensor& hc_weight, const torch::Tensor& hc_bias,
                            const torch::Tensor& hw_weight, const torch::Tensor& hw_bias,
                            const OptionalTensor& cw_weight, const OptionalTensor& cw_bias,
                            const OptionalTensor& channel_weight, const OptionalTensor& channel_bias) {
  return attend(x, gate_of(hc_weight, hc_bias), gate_of(hw_weight, hw_bias), gate_of(cw_weight, cw_bias),
                gate_of(channel_weight, channel_bias));
}

}  // namespace

TORCH_LIBRARY(sonolist, library) {
  library.def(
      "triplet_attention(Tensor x, Tensor hc_weight, Tensor hc_bias, Tensor hw_weight, Tensor hw_bias, "
      "Tensor? cw_weight, Tensor? cw_bias, Tensor? channel_weight, Tensor? channel_bias) -> Tensor",
      attend_folded);
}

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
  if (torch::jit::tracer::isTracing()) return forward_as_operator(x);
  return attend(x, gate_of(channel_height_), gate_of(height_width_), gate_of(channel_width_), gate_of(channel_));
}

torch::Tensor TripletAttention::forward_as_operator(const torch::Tensor& x) const {
  const auto parts = [](const std::shared_ptr<AttentionGate>& gate) -> std::pair<OptionalTensor, OptionalTensor> {
    if (!gate) return {};
    const auto& convolution = gate->convolution();
    if (!convolution->bias.defined()) throw ModelError("an attention is traced before its normalisation is folded");
    return {convolution->weight, convolution->bias};
  };
  const auto [hc_weight, hc_bias] = parts(channel_height_);
  const auto [hw_weight, hw_bias] = parts(height_width_);
  const auto [cw_weight, cw_bias] = parts(channel_width_);
  const auto [channel_weight, channel_bias] = parts(channel_);
  static const auto triplet_attention =
      c10::Dispatcher::singleton().findSchemaOrThrow(kTripletAttentionOperator, "").typed<decltype(attend_folded)>();
  return triplet_attention.call(x, *hc_weight, *hc_bias, *hw_weight, *hw_bias, cw_weight, cw_bias, channel_weight,
                                channel_bias);
}

void TripletAttention::fold_batch_norm() {
  for (const auto& gate : {channel_width_, channel_height_, height_width_, channel_}) {
    if (gate) gate->fold_batch_norm();
  }
}

}  // namespace sonolist::model
