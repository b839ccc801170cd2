#include "model/networks/triplet_attention.h"

#include <gtest/gtest.h>

#include <string>

namespace sonolist::model {
namespace {

// The gate as published: pool over the first axis after the batch, 7x7 convolution, normalisation, sigmoid.
torch::Tensor published_gate(const torch::Tensor& x, const TripletAttention& attention, const std::string& name) {
  const auto parameters = attention.named_parameters();
  const auto buffers = attention.named_buffers();
  const auto pooled = torch::cat({std::get<0>(x.max(1, true)), x.mean(1, true)}, 1);
  const auto convolved = torch::conv2d(pooled, parameters[name + ".conv.weight"], {}, 1, 3);
  return torch::sigmoid(torch::batch_norm(convolved, parameters[name + ".bn.weight"], parameters[name + ".bn.bias"],
                                          buffers[name + ".bn.running_mean"], buffers[name + ".bn.running_var"], false,
                                          0.01, 1e-5, false));
}

torch::Tensor rotated(const torch::Tensor& x, const TripletAttention& attention, const std::string& name,
                      torch::IntArrayRef order) {
  const auto turned = x.permute(order).contiguous();
  return (turned * published_gate(turned, attention, name)).permute(order);
}

// Global channel weights, written out channel by channel.
torch::Tensor channel_weighted(const torch::Tensor& x, const TripletAttention& attention) {
  const auto parameters = attention.named_parameters();
  const auto buffers = attention.named_buffers();
  const auto weight = parameters["channel.conv.weight"].reshape({2, 7});
  auto y = torch::zeros_like(x);
  for (std::int64_t n = 0; n < x.size(0); ++n) {
    for (std::int64_t c = 0; c < x.size(1); ++c) {
      auto sum = torch::zeros({});
      for (std::int64_t tap = 0; tap < 7; ++tap) {
        const auto neighbour = c + tap - 3;
        if (neighbour < 0 || neighbour >= x.size(1)) continue;
        sum = sum + weight[0][tap] * x[n][neighbour].max() + weight[1][tap] * x[n][neighbour].mean();
      }
      const auto normalised = (sum - buffers["channel.bn.running_mean"][0]) /
                                  torch::sqrt(buffers["channel.bn.running_var"][0] + 1e-5) *
                                  parameters["channel.bn.weight"][0] +
                              parameters["channel.bn.bias"][0];
      y[n][c] = x[n][c] * torch::sigmoid(normalised);
    }
  }
  return y;
}

std::shared_ptr<TripletAttention> random_attention(AttentionBranches branches) {
  torch::NoGradGuard no_grad;
  auto attention = std::make_shared<TripletAttention>(branches);
  for (auto& parameter : attention->parameters()) parameter.normal_(0.0, 0.5);
  for (auto& item : attention->named_buffers()) {
    if (item.value().is_floating_point()) item.value().add_(torch::rand_like(item.value()));
  }
  attention->eval();
  return attention;
}

TEST(TripletAttention, Rotate3EqualsThePublishedModule) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(4);
  const auto attention = random_attention(AttentionBranches::kRotate3);
  const auto x = torch::randn({2, 24, 9, 13});
  const auto expected = (rotated(x, *attention, "cw", {0, 2, 1, 3}) + rotated(x, *attention, "hc", {0, 3, 2, 1}) +
                         x * published_gate(x, *attention, "hw")) /
                        3;
  EXPECT_LT((attention->forward(x) - expected).abs().max().item<double>(), 1e-5);
}

TEST(TripletAttention, PaperHasAChannelSpatialASpatialAndAGlobalChannelBranch) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(5);
  const auto attention = random_attention(AttentionBranches::kPaper);
  const auto x = torch::randn({2, 10, 8, 11});
  const auto expected = (rotated(x, *attention, "hc", {0, 3, 2, 1}) + x * published_gate(x, *attention, "hw") +
                         channel_weighted(x, *attention)) /
                        3;
  EXPECT_LT((attention->forward(x) - expected).abs().max().item<double>(), 1e-5);
}

TEST(TripletAttention, StartsByHalvingItsInput) {
  for (const auto branches : {AttentionBranches::kRotate3, AttentionBranches::kPaper}) {
    TripletAttention attention(branches);
    const auto x = torch::randn({2, 8, 6, 7});
    EXPECT_TRUE(torch::allclose(attention.forward(x), x / 2));
  }
}

TEST(TripletAttention, PassesGradientsToInputAndParameters) {
  torch::manual_seed(6);
  for (const auto branches : {AttentionBranches::kRotate3, AttentionBranches::kPaper}) {
    const auto attention = random_attention(branches);
    attention->train();
    const auto x = torch::randn({2, 8, 6, 7}, torch::requires_grad());
    attention->forward(x).square().sum().backward();
    EXPECT_GT(x.grad().abs().min().item<double>(), 0.0);
    for (const auto& item : attention->named_parameters()) {
      EXPECT_GT(item.value().grad().abs().max().item<double>(), 0.0) << item.key();
    }
  }
}

TEST(TripletAttention, HasThePublishedNumberOfParameters) {
  std::int64_t count = 0;
  for (const auto& parameter : TripletAttention(AttentionBranches::kRotate3).parameters()) count += parameter.numel();
  EXPECT_EQ(count, 300);
}

}  // namespace
}  // namespace sonolist::model
