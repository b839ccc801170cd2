#include "model/training/echo.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace sonolist::model {
namespace {

struct NamedEffect {
  const char* name;
  Effect EchoOptions::*effect;
  double strength;
};

constexpr NamedEffect kEffects[] = {{"blur", &EchoOptions::blur, 2.0},   {"speckle", &EchoOptions::speckle, 0.3},
                                    {"tgc", &EchoOptions::tgc, 0.5},     {"shadow", &EchoOptions::shadow, 0.9},
                                    {"gamma", &EchoOptions::gamma, 0.5}, {"gain", &EchoOptions::gain, 0.3}};

EchoOptions only(const NamedEffect& named, double probability = 1.0) {
  EchoOptions options;
  options.*named.effect = {named.strength, probability};
  return options;
}

torch::Tensor changed(const torch::Tensor& grey, const EchoOptions& options, std::uint64_t seed, double pixel = 1.0) {
  SampleDraws draws(grey.size(0), seed);
  return change_echo(grey, pixel, options, draws);
}

// A ramp with a texture, away from black and white, so that no change is lost at the ends.
torch::Tensor textured(std::int64_t count, std::int64_t height = 40, std::int64_t width = 50) {
  torch::manual_seed(1);
  return (torch::rand({1, 1, height, width}) * 0.3 + torch::linspace(0.2, 0.5, width)).repeat({count, 1, 1, 1});
}

TEST(Echo, NothingIsChangedWithoutAnEffect) {
  const auto grey = textured(2);
  EXPECT_TRUE(changed(grey, {}, 1).equal(grey));
}

TEST(Echo, EveryEffectComesAsOftenAsAskedAndStaysInRange) {
  const auto grey = textured(48, 24, 30);
  for (const auto& named : kEffects) {
    const auto result = changed(grey, only(named, 0.5), 9);
    const auto touched = ((result - grey).abs().amax({1, 2, 3}) > 1e-4).sum().item<int>();
    EXPECT_GT(touched, 10) << named.name;
    EXPECT_LT(touched, 38) << named.name;
    EXPECT_GE(result.min().item<float>(), 0.0F) << named.name;
    EXPECT_LE(result.max().item<float>(), 1.0F) << named.name;
  }
}

TEST(Echo, FollowsFromTheSeedAlone) {
  const auto grey = textured(3);
  for (const auto& named : kEffects) {
    EXPECT_TRUE(changed(grey, only(named), 5).equal(changed(grey, only(named), 5))) << named.name;
    EXPECT_FALSE(changed(grey, only(named), 5).equal(changed(grey, only(named), 6))) << named.name;
  }
}

TEST(Echo, BlackStaysBlack) {
  const auto black = torch::zeros({2, 1, 20, 20});
  for (const auto& named : kEffects) EXPECT_EQ(changed(black, only(named), 3).max().item<float>(), 0.0F) << named.name;
}

TEST(Echo, BlurTakesTheTextureAndKeepsTheMean) {
  const auto grey = textured(8);
  const auto result = changed(grey, only(kEffects[0]), 2);
  EXPECT_NEAR(result.mean().item<double>(), grey.mean().item<double>(), 0.01);
  // Some samples draw a sigma near 0; none gets more texture.
  EXPECT_TRUE((result.var({1, 2, 3}) <= grey.var({1, 2, 3}) * 1.0001).all().item<bool>());
  EXPECT_LT(result.var({1, 2, 3}).min().item<double>(), grey[0].var().item<double>() * 0.8);
  // An even picture has nothing to blur, also at its border.
  const auto even = torch::full({2, 1, 12, 12}, 0.5);
  EXPECT_TRUE(changed(even, only(kEffects[0]), 2).allclose(even));
}

TEST(Echo, BlurGrowsWithThePicture) {
  const auto grey = textured(8);
  const auto small = changed(grey, only(kEffects[0]), 2, 1.0), large = changed(grey, only(kEffects[0]), 2, 3.0);
  EXPECT_LT(large.var().item<double>(), small.var().item<double>());
}

TEST(Echo, DepthGainIsOneFactorForEachRow) {
  const auto even = torch::full({4, 1, 30, 20}, 0.5);
  const auto result = changed(even, only(kEffects[2]), 6);
  EXPECT_TRUE(result.amax(3).allclose(result.amin(3)));
  EXPECT_TRUE((result >= 0.25 - 1e-6).all().item<bool>() && (result <= 0.75 + 1e-6).all().item<bool>());
  EXPECT_GT((result.amax(2) - result.amin(2)).min().item<double>(), 0.05);
}

TEST(Echo, AShadowDarkensWhatLiesBeneathIt) {
  const auto even = torch::full({32, 1, 60, 80}, 0.8);
  const auto result = changed(even, only(kEffects[3]), 8);
  EXPECT_LE(result.max().item<float>(), 0.8F + 1e-6F);
  const auto rows = result.mean({0, 1, 3});
  EXPECT_LT(rows[59].item<double>(), rows[0].item<double>());
  // Somewhere in the bottom row of most pictures at least half the darkness is reached, elsewhere nothing is.
  const auto bottom = result.select(2, 59).squeeze(1);
  EXPECT_GT((bottom.amin(1) < 0.8 * 0.6).sum().item<int>(), 20);
  EXPECT_GT((bottom.amax(1) > 0.79).sum().item<int>(), 28);
}

TEST(Echo, SpeckleIsSmoothNoiseAroundTheSameMean) {
  const auto even = torch::full({16, 1, 60, 80}, 0.5);
  const auto noise = changed(even, only(kEffects[1]), 4) - 0.5;
  EXPECT_NEAR(noise.mean().item<double>(), 0.0, 0.005);
  const auto neighbours = (noise.slice(3, 1) * noise.slice(3, 0, -1)).mean() / (noise * noise).mean();
  EXPECT_GT(neighbours.item<double>(), 0.5);
}

TEST(Echo, RefusesWhatIsOutOfRange) {
  for (const auto& named : kEffects) {
    EchoOptions options;
    options.*named.effect = 4.5;
    EXPECT_THROW(check_echo(options), ModelError) << named.name;
    options.*named.effect = Effect(0.1, 1.5);
    EXPECT_THROW(check_echo(options), ModelError) << named.name;
    EXPECT_NO_THROW(check_echo(only(named))) << named.name;
  }
}

}  // namespace
}  // namespace sonolist::model
