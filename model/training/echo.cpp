#include "model/training/echo.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

namespace F = torch::nn::functional;

constexpr double kLargestSigma = 4.0;
constexpr double kSpeckleDepth = 2.0, kSpeckleWidth = 3.0;  // of a grain: the beam is wider than the pulse is long
constexpr std::int64_t kGainDepths = 6;
constexpr double kSlant = 20.0 * 3.14159265358979323846 / 180.0;  // of a shadow at most
constexpr double kNoBlur = 1e-3;                                  // a sigma so small that only the middle weighs

torch::Tensor one_each(const torch::Tensor& numbers, const torch::Device& device) {
  return numbers.to(device).view({-1, 1, 1, 1});
}

torch::Tensor enlarged(const torch::Tensor& coarse, std::int64_t height, std::int64_t width, bool corners) {
  const std::vector<std::int64_t> size{height, width};
  return F::interpolate(coarse, F::InterpolateFuncOptions().size(size).mode(torch::kBilinear).align_corners(corners));
}

// Along `dimension`, by shifted sums: exact 32-bit numbers on every device, which convolutions on a GPU are not.
torch::Tensor blurred_along(const torch::Tensor& grey, std::int64_t dimension, const torch::Tensor& sigma,
                            std::int64_t radius) {
  const std::int64_t length = grey.size(dimension);
  std::vector<torch::Tensor> weights;
  auto sum = torch::zeros_like(sigma);
  for (std::int64_t shift = -radius; shift <= radius; ++shift) {
    weights.push_back(torch::exp(-0.5 * torch::square(static_cast<double>(shift) / sigma)));
    sum = sum + weights.back();
  }
  auto blurred = torch::zeros_like(grey);
  const auto places = torch::arange(length, torch::TensorOptions().dtype(torch::kInt64).device(grey.device()));
  for (std::int64_t shift = -radius; shift <= radius; ++shift) {
    const auto shifted = grey.index_select(dimension, (places + shift).clamp(0, length - 1));
    blurred.addcmul_(shifted, weights[static_cast<std::size_t>(shift + radius)] / sum);
  }
  return blurred;
}

torch::Tensor with_blur(const torch::Tensor& grey, double pixel, const Effect& blur, SampleDraws& draws) {
  const auto sigma = one_each((draws.amount(blur) * pixel).clamp_min(kNoBlur), grey.device());
  const auto radius = static_cast<std::int64_t>(std::ceil(2.5 * blur.strength * pixel));
  return blurred_along(blurred_along(grey, 2, sigma, radius), 3, sigma, radius);
}

torch::Tensor with_speckle(const torch::Tensor& grey, double pixel, const Effect& speckle, SampleDraws& draws) {
  const auto grains = [&](std::int64_t length, double size) {
    return std::max<std::int64_t>(2, std::llround(static_cast<double>(length) / (size * pixel)));
  };
  const auto strength = one_each(draws.amount(speckle), grey.device());
  const auto coarse = draws.normal_field({1, grains(grey.size(2), kSpeckleDepth), grains(grey.size(3), kSpeckleWidth)});
  const auto noise = enlarged(coarse.to(grey.device()), grey.size(2), grey.size(3), false);
  return grey * (1.0 + noise * strength).clamp_min(0.0);
}

torch::Tensor with_depth_gain(const torch::Tensor& grey, const Effect& tgc, SampleDraws& draws) {
  const auto chosen = draws.occurs(tgc.probability).view({-1, 1, 1, 1}) * tgc.strength;
  const auto factors = draws.uniform_field({1, kGainDepths, 1}) * chosen + 1.0;
  return grey * enlarged(factors.to(grey.device()), grey.size(2), 1, true);
}

torch::Tensor with_shadow(const torch::Tensor& grey, double pixel, const Effect& shadow, SampleDraws& draws) {
  const auto device = grey.device();
  const auto height = static_cast<double>(grey.size(2)), width = static_cast<double>(grey.size(3));
  const auto darkness =
      one_each(draws.occurs(shadow.probability) * draws.uniform(shadow.strength / 2, shadow.strength), device);
  const auto x = one_each(draws.uniform(0.0, width), device);
  const auto y = one_each(draws.uniform(0.0, 0.7 * height), device);
  const auto half_width = one_each(draws.uniform(0.02 * width, 0.12 * width), device);
  const auto slope = one_each(torch::tan(draws.around(0.0, kSlant)), device);
  const auto rows = torch::arange(grey.size(2), grey.options()).view({1, 1, -1, 1});
  const auto columns = torch::arange(grey.size(3), grey.options()).view({1, 1, 1, -1});
  const auto below = rows - y;
  const auto beside = (columns - x - slope * below).abs();
  const auto edge = half_width * 0.2 + pixel;
  return grey * (1.0 - darkness * torch::sigmoid((half_width - beside) / edge) * torch::sigmoid(below / (2.0 * pixel)));
}

void check_effect(const char* name, const Effect& effect, double highest, bool inclusive) {
  const bool fits = effect.strength >= 0.0 && (inclusive ? effect.strength <= highest : effect.strength < highest);
  if (fits && effect.probability >= 0.0 && effect.probability <= 1.0) return;
  throw ModelError(std::string(name) + ": give a number from 0 to " + (inclusive ? "" : "less than ") +
                   std::to_string(static_cast<int>(highest)) + ", and a probability from 0 to 1");
}

}  // namespace

void check_echo(const EchoOptions& options) {
  check_effect("blur", options.blur, kLargestSigma, true);
  check_effect("speckle", options.speckle, 1.0, true);
  check_effect("tgc", options.tgc, 1.0, false);
  check_effect("shadow", options.shadow, 1.0, true);
  check_effect("gamma", options.gamma, 2.0, true);
  check_effect("gain", options.gain, 1.0, false);
}

torch::Tensor change_echo(torch::Tensor grey, double pixel, const EchoOptions& options, SampleDraws& draws) {
  if (options.blur.active()) grey = with_blur(grey, pixel, options.blur, draws);
  if (options.speckle.active()) grey = with_speckle(grey, pixel, options.speckle, draws);
  if (options.tgc.active()) grey = with_depth_gain(grey, options.tgc, draws);
  if (options.shadow.active()) grey = with_shadow(grey, pixel, options.shadow, draws);
  if (options.gamma.active()) {
    grey = grey.clamp(0.0, 1.0).pow(one_each(draws.signed_amount(options.gamma).exp(), grey.device()));
  }
  if (options.gain.active()) grey = grey * one_each(draws.signed_amount(options.gain) + 1.0, grey.device());
  return grey.clamp(0.0, 1.0);
}

}  // namespace sonolist::model
