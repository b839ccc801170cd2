#include "model/networks/cost.h"

#include <gtest/gtest.h>

namespace sonolist::model {
namespace {

// Two convolutions whose cost is counted by hand.
class TwoConvolutions final : public SegmentationNetwork {
 public:
  TwoConvolutions() {
    first_ = register_module("first", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 8, 3).stride(2).padding(1)));
    second_ = register_module("second",
                              torch::nn::Conv2d(torch::nn::Conv2dOptions(8, 4, 3).padding(2).dilation(2).groups(4)));
  }
  torch::Tensor forward(torch::Tensor x) override { return second_->forward(first_->forward(x)); }

 private:
  torch::nn::Conv2d first_{nullptr}, second_{nullptr};
};

TEST(NetworkCost, CountsConvolutionsByHand) {
  TwoConvolutions network;
  network.train();
  const auto cost = network_cost(network, 64, 96);
  EXPECT_EQ(cost.parameters, (3 * 8 * 9 + 8) + (2 * 4 * 9 + 4));
  const std::int64_t pixels = 32 * 48;
  EXPECT_EQ(cost.multiply_accumulates, pixels * 8 * 27 + pixels * 4 * 18);
  EXPECT_TRUE(network.is_training());
}

TEST(NetworkCost, StopsObservingAfterwards) {
  TwoConvolutions network;
  const auto first = network_cost(network, 64, 64);
  network.forward(torch::zeros({1, 3, 64, 64}));
  const auto second = network_cost(network, 64, 64);
  EXPECT_EQ(first.multiply_accumulates, second.multiply_accumulates);
}

TEST(NetworkCost, KnowsResNet50) {
  // The encoder at output stride 32 is 4.09 G multiply-accumulates at 224x224 without its classifier; the decoder adds
  // its own.
  Architecture architecture;
  architecture.attention = "none";
  architecture.output_stride = 32;
  auto network = make_network(architecture, 3);
  const auto cost = network_cost(*network, 224, 224);
  EXPECT_GT(cost.multiply_accumulates, 4'090'000'000);
  EXPECT_LT(cost.multiply_accumulates, 6'500'000'000);
}

}  // namespace
}  // namespace sonolist::model
