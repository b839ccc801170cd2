#include "model/networks/segmentation_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <string>

#include "model/error.h"
#include "model/networks/efficientnet_lite_encoder.h"
#include "model/networks/resnet_encoder.h"
#include "model/networks/stdc_encoder.h"

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

Architecture light(const std::string& type, const std::string& encoder, int output_stride,
                   const std::string& attention = "none", const std::string& placement = "stage") {
  auto description = architecture(output_stride, attention, placement);
  description.type = type;
  description.encoder = encoder;
  return description;
}

std::int64_t parameters_of(const torch::nn::Module& module, const std::string& prefix = "") {
  std::int64_t count = 0;
  for (const auto& item : module.named_parameters()) {
    if (item.key().rfind(prefix, 0) == 0) count += item.value().numel();
  }
  return count;
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

INSTANTIATE_TEST_SUITE_P(
    SegmentationNetwork, EveryArchitecture,
    ::testing::Values(architecture(8), architecture(16), architecture(32), architecture(32, "paper"),
                      architecture(32, "rotate3"), architecture(16, "paper", "stage"), light("unet", "resnet18", 32),
                      light("unet", "resnet34", 16), light("unet", "stdc", 32, "paper"),
                      light("deeplabv3plus", "resnet34", 16, "rotate3", "block"), light("deeplabv3plus", "stdc", 32),
                      light("triplet_attention_net", "resnet18", 8, "paper", "stage"),
                      light("triplet_attention_net", "stdc", 32, "rotate3"), light("unet", "efficientnet-lite0", 32),
                      light("triplet_attention_net", "efficientnet-lite0", 32, "paper"),
                      light("unet", "efficientnet-lite1", 32), light("deeplabv3plus", "efficientnet-lite2", 32)));

// With weights near zero the features of a narrow decoder stay alike in training, see make_classifier().
TEST_P(EveryArchitecture, StartsWithLogitsThatTellFeaturesApart) {
  torch::manual_seed(4);
  const auto network = make_network(GetParam(), 64);
  const auto weights = network->named_parameters()["decoder.classify.weight"];
  const auto expected = 1.0 / std::sqrt(static_cast<double>(weights.size(1)));
  EXPECT_NEAR(weights.std().item<double>(), expected, 0.2 * expected);
}

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
}

// torchvision's numbers, less their classifiers.
TEST(SegmentationNetwork, EncodersHaveTorchvisionsNumberOfParameters) {
  const struct {
    const char* encoder;
    std::int64_t parameters;
  } cases[] = {{"resnet50", 25557032 - 2049000}, {"resnet34", 21797672 - 513000}, {"resnet18", 11689512 - 513000}};
  for (const auto& item : cases) {
    const auto network = make_network(light("triplet_attention_net", item.encoder, 32), 2);
    EXPECT_EQ(parameters_of(*network, "encoder."), item.parameters) << item.encoder;
  }
}

TEST(SegmentationNetwork, TheLightNetworkHasAtMostSixMillionParameters) {
  for (const char* type : {"triplet_attention_net", "deeplabv3plus"}) {
    auto description = light(type, "stdc", 32, "paper");
    description.decoder_channels = Architecture{}.decoder_channels;
    description.skip_channels = Architecture{}.skip_channels;
    EXPECT_LE(parameters_of(*make_network(description, 6)), 6'000'000) << type;
  }
  auto unet = light("unet", "stdc", 32, "paper");
  unet.decoder_channels = 192;
  EXPECT_LE(parameters_of(*make_network(unet, 6)), 6'000'000);
}

// Less head and classifier, which the published weights have, too.
TEST(SegmentationNetwork, EfficientNetLiteHasItsPublishersNumberOfParameters) {
  const std::map<std::string, std::pair<std::int64_t, std::int64_t>> published = {
      // parameters, deepest channels
      {"efficientnet-lite0", {4'652'008, 320}},
      {"efficientnet-lite1", {5'416'680, 320}},
      {"efficientnet-lite2", {6'092'072, 352}}};
  for (const auto& [encoder, number] : published) {
    const auto [parameters, deepest] = number;
    EXPECT_EQ(parameters_of(*make_network(light("unet", encoder, 32), 2), "encoder."),
              parameters - (deepest * 1280 + 2 * 1280) - 1281 * 1000)
        << encoder;
  }
}

TEST(SegmentationNetwork, EfficientNetLite0IsCompactWithEveryDecoder) {
  for (const char* type : {"triplet_attention_net", "deeplabv3plus", "unet"}) {
    auto description = light(type, "efficientnet-lite0", 32, "paper");
    description.decoder_channels = 128;
    EXPECT_LE(parameters_of(*make_network(description, 6)), 6'000'000) << type;
  }
}

// The a-trous algorithm: dilation gives the same numbers as stride at the cells that both have.
TEST(ResNetEncoder, DilationReplacesStrideExactly) {
  torch::NoGradGuard no_grad;
  for (const auto kind : {ResNetKind::kResNet18, ResNetKind::kResNet50}) {
    EncoderOptions options;
    std::vector<torch::Tensor> deepest;
    const auto x = torch::randn({1, 3, 64, 64});
    for (const int stride : {32, 16, 8}) {
      torch::manual_seed(8);
      options.output_stride = stride;
      ResNetEncoder encoder(kind, options);
      EXPECT_EQ(encoder.levels().back().stride, stride);
      encoder.eval();
      deepest.push_back(encoder.forward(x).back());
    }
    const auto every = [](const torch::Tensor& map, std::int64_t step) {
      return map.slice(2, 0, map.size(2), step).slice(3, 0, map.size(3), step);
    };
    EXPECT_EQ(deepest[2].size(3), 64 / 8);
    EXPECT_TRUE(torch::allclose(every(deepest[1], 2), deepest[0], 1e-4, 1e-4));
    EXPECT_TRUE(torch::allclose(every(deepest[2], 4), deepest[0], 1e-4, 1e-4));
  }
}

TEST(Encoder, MapsHaveTheSizesThatLevelsSay) {
  torch::NoGradGuard no_grad;
  EncoderOptions options;
  options.output_stride = 32;
  options.placement = AttentionPlacement::kStage;
  const std::vector<std::shared_ptr<Encoder>> encoders = {
      std::make_shared<StdcEncoder>(options),
      std::make_shared<EfficientNetLiteEncoder>(EfficientNetLiteKind::kLite2, options),
      std::make_shared<ResNetEncoder>(ResNetKind::kResNet18, options)};
  for (const auto& encoder : encoders) {
    const auto maps = encoder->forward(torch::randn({1, 3, 67, 97}));
    ASSERT_EQ(maps.size(), encoder->levels().size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
      const auto& level = encoder->levels()[i];
      const auto cells = [&](std::int64_t side) { return (side + level.stride - 1) / level.stride; };
      EXPECT_EQ(maps[i].sizes(), (torch::IntArrayRef{1, level.channels, cells(67), cells(97)})) << i;
    }
  }
}

// What a decoder has learnt at one size, a structure's place within a cell, must hold at every other.
TEST(SegmentationNetwork, ACellCoversAsManyPixelsAtEverySize) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(6);
  for (const auto& description : {light("unet", "efficientnet-lite0", 32), architecture(16, "paper")}) {
    const auto network = make_network(description, kChannels);
    network->eval();
    const auto stride = network->deepest_level().stride;
    EXPECT_EQ(stride, description.output_stride);
    const auto x = torch::randn({1, 3, 96 - stride / 2, 128 - 1});
    const auto continued = torch::replication_pad2d(x, {0, 1, 0, stride / 2});
    const auto logits = network->forward(x);
    EXPECT_EQ(logits.sizes(), (torch::IntArrayRef{1, kChannels, x.size(2), x.size(3)}));
    EXPECT_TRUE(torch::equal(logits, network->forward(continued).slice(2, 0, x.size(2)).slice(3, 0, x.size(3))));
  }
}

TEST(SegmentationNetwork, GivesItsDeepestMapToTraining) {
  torch::manual_seed(7);
  const auto network = make_network(light("unet", "resnet18", 16), kChannels);
  network->eval();
  const auto x = torch::randn({1, 3, 64, 80});
  const auto output = network->forward_for_training(x);
  EXPECT_TRUE(torch::equal(output.logits, network->forward(x)));
  EXPECT_EQ(network->deepest_level().channels, 512);
  EXPECT_EQ(output.deepest.sizes(), (torch::IntArrayRef{1, 512, 4, 5}));
  output.deepest.sum().backward();
  EXPECT_TRUE(network->named_parameters()["encoder.conv1.weight"].grad().defined());
  EXPECT_FALSE(network->named_parameters()["decoder.classify.weight"].grad().defined());
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
      {[](Architecture& a) { a.encoder = "stdc"; },
       "architecture.output_stride '16' is not possible with encoder stdc"},
      {[](Architecture& a) { a = light("unet", "stdc", 32, "paper", "block"); },
       "architecture.attention_placement 'block' is not possible with encoder stdc"},
      {[](Architecture& a) { a.encoder = "efficientnet-lite0"; },
       "architecture.output_stride '16' is not possible with encoder efficientnet-lite0"},
      {[](Architecture& a) {
         a.type = "unet";
         a.decoder_channels = 4;
       },
       "architecture.decoder_channels '4' is not possible; use 8"},
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
