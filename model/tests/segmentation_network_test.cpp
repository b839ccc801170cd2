#include "model/networks/segmentation_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "model/error.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;

constexpr int kChannels = 4;

Architecture architecture(int output_stride, const std::string& attention = "none",
                          const std::string& placement = "block") {
  Architecture description;
  description.output_stride = output_stride;
  description.attention = attention;
  description.attention_placement = placement;
  description.decoder_channels = 32;
  description.skip_channels = 8;
  return description;
}

// Weights at which every normalisation and gate does something, as after training.
void disturb(SegmentationNetwork& network) {
  torch::NoGradGuard no_grad;
  for (auto& item : network.named_parameters()) {
    if (item.key().find("bn") != std::string::npos || item.key().find("downsample.1") != std::string::npos) {
      item.value().add_(torch::rand_like(item.value()) * 0.2);
    }
  }
  for (auto& item : network.named_buffers()) {
    if (item.value().is_floating_point()) item.value().add_(torch::rand_like(item.value()) * 0.2);
  }
}

class EveryArchitecture : public ::testing::TestWithParam<Architecture> {};

TEST_P(EveryArchitecture, KeepsAnOddSizeAndIsUnchangedByFolding) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(1);
  const auto network = make_network(GetParam(), kChannels);
  disturb(*network);
  network->eval();
  const auto x = torch::randn({1, 3, 97, 131});
  const auto before = network->forward(x);
  EXPECT_EQ(before.sizes(), (torch::IntArrayRef{1, kChannels, 97, 131}));

  EXPECT_FALSE(network->batch_norm_folded());
  network->fold_batch_norm();
  EXPECT_TRUE(network->batch_norm_folded());
  EXPECT_EQ(network->buffers().size(), 0u) << "a normalisation is left";
  const auto after = network->forward(x);
  const double scale = before.abs().max().item<double>();
  ASSERT_GT(scale, 0.0);
  EXPECT_LT((after - before).abs().max().item<double>(), 1e-4 * std::max(1.0, scale));

  network->fold_batch_norm();
  EXPECT_TRUE(torch::equal(network->forward(x), after));
}

TEST_P(EveryArchitecture, GivesEveryParameterAGradient) {
  torch::manual_seed(2);
  const auto network = make_network(GetParam(), kChannels);
  disturb(*network);
  network->forward(torch::randn({2, 3, 64, 64})).square().mean().backward();
  for (const auto& item : network->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(item.value().grad().isfinite().all().item<bool>()) << item.key();
    EXPECT_GT(item.value().grad().abs().max().item<double>(), 0.0) << item.key();
  }
}

INSTANTIATE_TEST_SUITE_P(SegmentationNetwork, EveryArchitecture,
                         ::testing::Values(architecture(8), architecture(16), architecture(32),
                                           architecture(32, "paper"), architecture(32, "rotate3"),
                                           architecture(16, "paper", "stage")));

TEST(SegmentationNetwork, TrainsWithABatchOfOne) {
  torch::manual_seed(3);
  EXPECT_NO_THROW(make_network(architecture(32, "paper"), 2)->forward(torch::randn({1, 3, 64, 64})));
}

TEST(SegmentationNetwork, NamesOfTheEncoderAreThoseOfTorchvision) {
  const auto names = make_network(architecture(16), 2)->named_parameters();
  for (const char* name :
       {"encoder.conv1.weight", "encoder.bn1.bias", "encoder.layer1.0.downsample.0.weight",
        "encoder.layer1.0.downsample.1.weight", "encoder.layer3.5.conv3.weight", "encoder.layer4.2.bn3.weight"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  std::int64_t parameters = 0;
  for (const auto& item : names) {
    if (item.key().rfind("encoder.", 0) == 0) parameters += item.value().numel();
  }
  EXPECT_EQ(parameters, 25557032 - 2049000) << "torchvision's resnet50 less its classifier";
}

TEST(SegmentationNetwork, RefusesWhatItDoesNotKnow) {
  const struct {
    std::function<void(Architecture&)> change;
    const char* named;
  } cases[] = {
      {[](Architecture& a) { a.type = "torchscript"; }, "architecture.type 'torchscript'"},
      {[](Architecture& a) { a.encoder = "vgg"; }, "architecture.encoder 'vgg'"},
      {[](Architecture& a) { a.attention = "full"; }, "architecture.attention 'full'"},
      {[](Architecture& a) { a.attention_placement = "x"; }, "architecture.attention_placement 'x'"},
      {[](Architecture& a) { a.output_stride = 4; }, "architecture.output_stride '4'"},
      {[](Architecture& a) { a.decoder_channels = 0; }, "architecture.decoder_channels '0'"},
      {[](Architecture& a) { a.skip_channels = 0; }, "architecture.skip_channels '0'"},
  };
  for (const auto& item : cases) {
    auto description = architecture(16, "paper");
    item.change(description);
    try {
      make_network(description, 2);
      ADD_FAILURE() << item.named << " was accepted";
    } catch (const ModelError& error) {
      EXPECT_THAT(error.what(), HasSubstr(item.named));
    }
  }
  EXPECT_THROW(make_network(architecture(16), 1), ModelError);
}

TEST(SegmentationNetwork, RefusesAnotherShapeOfInput) {
  const auto network = make_network(architecture(32), 2);
  EXPECT_THROW(network->forward(torch::zeros({1, 1, 64, 64})), ModelError);
  EXPECT_THROW(network->forward(torch::zeros({3, 64, 64})), ModelError);
  EXPECT_THROW(network->forward(torch::zeros({1, 3, 63, 64})), ModelError);
  EXPECT_THROW(network->forward(torch::zeros({1, 3, 64, 63})), ModelError);
}

}  // namespace
}  // namespace sonolist::model
