#include "model/networks/averaged_network.h"

#include <gtest/gtest.h>

#include "model/error.h"
#include "model/tests/tiny_network.h"

namespace sonolist::model {
namespace {

// Answers with its input's first channel and a constant: an output that is known for every view.
class EchoNetwork final : public SegmentationNetwork {
 public:
  explicit EchoNetwork(double constant) : constant_(constant) {}
  torch::Tensor forward(torch::Tensor x) override {
    const auto first = x.slice(1, 0, 1);
    return torch::cat({first, torch::full_like(first, constant_)}, 1);
  }

 private:
  double constant_;
};

torch::Tensor random_input() {
  torch::manual_seed(3);
  return torch::randn({2, 3, 64, 80});
}

TEST(AveragedNetwork, OnePassKeepsTheProbabilities) {
  auto tiny = testing::make_tiny_network();
  tiny->eval();
  const torch::NoGradGuard no_gradient;
  const auto x = random_input();
  AveragedNetwork averaged({tiny}, {});
  EXPECT_TRUE(torch::allclose(torch::softmax(averaged.forward(x), 1), torch::softmax(tiny->forward(x), 1), 1e-5, 1e-6));
  EXPECT_EQ(averaged.passes(), 1);
}

TEST(AveragedNetwork, MembersAreAveragedAsProbabilities) {
  const auto x = torch::zeros({1, 3, 64, 64});
  AveragedNetwork averaged({std::make_shared<EchoNetwork>(0.0), std::make_shared<EchoNetwork>(20.0)}, {});
  const auto probability = averaged.forward(x).exp();
  // One member says 0.5, the other 1: the mean is 0.75. Averaged logits would say almost 1.
  EXPECT_TRUE(torch::allclose(probability.slice(1, 1, 2), torch::full({1, 1, 64, 64}, 0.75), 1e-4, 1e-4));
}

TEST(AveragedNetwork, MirroredViewsAreMirroredBack) {
  const auto x = random_input();
  TestTimeViews views;
  views.flip = true;
  auto echo = std::make_shared<EchoNetwork>(0.3);
  AveragedNetwork averaged({echo}, views);
  EXPECT_TRUE(torch::allclose(averaged.forward(x).exp(), torch::softmax(echo->forward(x), 1), 1e-5, 1e-6));
  EXPECT_EQ(averaged.passes(), 2);
}

TEST(AveragedNetwork, ScaledViewsComeBackAtTheInputSize) {
  TestTimeViews views;
  views.scales = {1.0, 1.25};
  AveragedNetwork averaged({std::make_shared<EchoNetwork>(0.3)}, views);
  const auto smooth = torch::linspace(0, 1, 80).expand({1, 3, 64, 80}).contiguous();
  const auto probability = averaged.forward(smooth).exp();
  ASSERT_EQ(probability.sizes(), (std::vector<std::int64_t>{1, 2, 64, 80}));
  const auto expected = torch::softmax(torch::cat({smooth.slice(1, 0, 1), torch::full({1, 1, 64, 80}, 0.3)}, 1), 1);
  EXPECT_TRUE(torch::allclose(probability, expected, 0.0, 5e-3));
}

TEST(AveragedNetwork, RefusesNothingToAverage) {
  EXPECT_THROW(AveragedNetwork({}, {}), ModelError);
  TestTimeViews none;
  none.scales.clear();
  EXPECT_THROW(AveragedNetwork({std::make_shared<EchoNetwork>(0.0)}, none), ModelError);
}

}  // namespace
}  // namespace sonolist::model
