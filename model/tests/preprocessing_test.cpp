#include "model/prediction/preprocessing.h"

#include <gtest/gtest.h>

#include <vector>

#include "model/error.h"
#include "model/tests/example_manifest.h"

namespace sonolist::model {
namespace {

using testing::example_manifest;

NetworkInput plain_input(const std::string& colour, const std::string& resize) {
  NetworkInput input;
  input.height = 64;
  input.width = 96;
  input.colour = colour;
  input.resize = resize;
  input.mean = {0, 0, 0};
  input.std = {1, 1, 1};
  return input;
}

PictureView view(const std::vector<std::uint8_t>& pixels, int rows, int cols, int channels) {
  return {pixels.data(), rows, cols, channels, static_cast<std::size_t>(cols) * channels};
}

float at(const torch::Tensor& x, int channel, int row, int col) {
  return x[channel][row][col].item<float>();
}

TEST(NetworkInputTensor, GreyIsLumaInThreeNormalisedChannels) {
  auto input = plain_input("grey", "stretch");
  input.mean = {0.1, 0.2, 0.3};
  input.std = {0.5, 1.0, 2.0};
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 64 * 96; ++i) pixels.insert(pixels.end(), {200, 100, 50});
  const auto x = network_input(view(pixels, 64, 96, 3), input, torch::kCPU);
  ASSERT_EQ(x.sizes(), (torch::IntArrayRef{3, 64, 96}));
  const double luma = (0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 255;
  EXPECT_NEAR(at(x, 0, 10, 20), (luma - 0.1) / 0.5, 1e-5);
  EXPECT_NEAR(at(x, 1, 10, 20), (luma - 0.2) / 1.0, 1e-5);
  EXPECT_NEAR(at(x, 2, 10, 20), (luma - 0.3) / 2.0, 1e-5);
}

TEST(NetworkInputTensor, RgbKeepsItsChannelsAndRowsMayHaveAGap) {
  std::vector<std::uint8_t> pixels(64 * (96 * 3 + 5), 255);
  for (int row = 0; row < 64; ++row) {
    for (int col = 0; col < 96; ++col) {
      auto* pixel = &pixels[static_cast<std::size_t>(row) * (96 * 3 + 5) + static_cast<std::size_t>(col) * 3];
      pixel[0] = static_cast<std::uint8_t>(row);
      pixel[1] = static_cast<std::uint8_t>(col);
      pixel[2] = 7;
    }
  }
  const auto x =
      network_input({pixels.data(), 64, 96, 3, 96 * 3 + 5}, plain_input("rgb", "stretch"), torch::kCPU) * 255;
  EXPECT_NEAR(at(x, 0, 63, 95), 63, 1e-3);
  EXPECT_NEAR(at(x, 1, 63, 95), 95, 1e-3);
  EXPECT_NEAR(at(x, 2, 0, 0), 7, 1e-3);
}

TEST(NetworkInputTensor, AGreyPictureServesANetworkForRgb) {
  const std::vector<std::uint8_t> pixels(64 * 96, 51);
  const auto x = network_input(view(pixels, 64, 96, 1), plain_input("rgb", "stretch"), torch::kCPU);
  ASSERT_EQ(x.size(0), 3);
  EXPECT_NEAR(x.min().item<float>(), 0.2, 1e-5);
  EXPECT_NEAR(x.max().item<float>(), 0.2, 1e-5);
}

TEST(NetworkInputTensor, LetterboxKeepsTheAspectAndPadsBlackRightAndBelow) {
  const auto input = plain_input("grey", "letterbox");
  const std::vector<std::uint8_t> tall(128 * 32, 255), wide(10 * 480, 255);
  const auto x = network_input(view(tall, 128, 32, 1), input, torch::kCPU);
  EXPECT_EQ(place_picture(128, 32, input).rows, 64);
  EXPECT_EQ(place_picture(128, 32, input).cols, 16);
  EXPECT_EQ(x.slice(2, 0, 16).min().item<float>(), 1.0F);
  EXPECT_EQ(x.slice(2, 16).abs().max().item<float>(), 0.0F);
  const auto y = network_input(view(wide, 10, 480, 1), input, torch::kCPU);
  EXPECT_EQ(y.slice(1, 0, 2).min().item<float>(), 1.0F);
  EXPECT_EQ(y.slice(1, 2).abs().max().item<float>(), 0.0F);
}

TEST(NetworkInputTensor, RefusesAPictureThatCannotBeOne) {
  const std::vector<std::uint8_t> pixels(64 * 64 * 3);
  const auto input = plain_input("grey", "stretch");
  EXPECT_THROW(network_input({nullptr, 64, 64, 1, 64}, input, torch::kCPU), ModelError);
  EXPECT_THROW(network_input({pixels.data(), 0, 64, 1, 64}, input, torch::kCPU), ModelError);
  EXPECT_THROW(network_input({pixels.data(), 64, 64, 2, 128}, input, torch::kCPU), ModelError);
  EXPECT_THROW(network_input({pixels.data(), 64, 64, 3, 64}, input, torch::kCPU), ModelError);
}

TEST(PictureProbabilities, DividesByTemperatureBeforeSoftmax) {
  auto manifest = example_manifest();
  manifest.temperatures = {1.0, 2.0, 4.0};
  const auto logits = torch::tensor({0.0F, 2.0F, 8.0F}).reshape({3, 1, 1}).expand({3, 64, 96});
  const auto p = picture_probabilities(logits, 70, 50, manifest);
  ASSERT_EQ(p.sizes(), (torch::IntArrayRef{3, 70, 50}));
  const double sum = 1.0 + std::exp(1.0) + std::exp(2.0);
  EXPECT_NEAR(at(p, 0, 3, 4), 1.0 / sum, 1e-5);
  EXPECT_NEAR(at(p, 1, 3, 4), std::exp(1.0) / sum, 1e-5);
  EXPECT_NEAR(at(p, 2, 3, 4), std::exp(2.0) / sum, 1e-5);
}

TEST(PictureProbabilities, ForgetsThePaddingOfLetterbox) {
  auto manifest = example_manifest();
  manifest.input.resize = "letterbox";
  manifest.temperatures.clear();
  auto logits = torch::zeros({3, 64, 96});
  logits[2].slice(1, 16).fill_(100);  // right of a picture of 128 x 32
  const auto p = picture_probabilities(logits, 128, 32, manifest);
  EXPECT_LT((p - 1.0 / 3).abs().max().item<double>(), 1e-6);
}

}  // namespace
}  // namespace sonolist::model
