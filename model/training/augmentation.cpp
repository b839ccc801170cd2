#include "model/training/augmentation.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <string>

#include "model/error.h"

namespace sonolist::model {
namespace {

namespace F = torch::nn::functional;

constexpr double kDegree = 3.14159265358979323846 / 180.0;

struct Size {
  std::int64_t height, width;
};

Size crop_size(const AugmentationOptions& options, std::int64_t height, std::int64_t width) {
  return {options.crop_height == 0 ? height : options.crop_height,
          options.crop_width == 0 ? width : options.crop_width};
}

// Uniform in middle-spread..middle+spread, one number a sample.
torch::Tensor uniform(std::int64_t count, double middle, double spread, at::Generator& generator) {
  return (torch::rand({count}, generator) * 2.0 - 1.0) * spread + middle;
}

// Upper left corner of the crop: whole pixels, so that a crop alone does not blur.
torch::Tensor corner(std::int64_t count, std::int64_t whole, std::int64_t part, at::Generator& generator) {
  return torch::randint(0, whole - part + 1, {count}, generator, torch::kFloat32);
}

// [N,2,3] for affine_grid (align_corners false): crop coordinates in -1..1 to picture coordinates in -1..1. Rotation
// and zoom act in pixels, therefore the aspect ratio enters both off-diagonal terms.
torch::Tensor crop_transforms(std::int64_t count, Size whole, Size part, const AugmentationOptions& options,
                              at::Generator& generator) {
  const auto height = static_cast<double>(whole.height), width = static_cast<double>(whole.width);
  const auto part_height = static_cast<double>(part.height), part_width = static_cast<double>(part.width);
  const auto centre_x = corner(count, whole.width, part.width, generator) + part_width / 2;
  const auto centre_y = corner(count, whole.height, part.height, generator) + part_height / 2;
  const auto angle = uniform(count, 0.0, options.rotation_degrees * kDegree, generator);
  const auto step = 1.0 / uniform(count, 1.0, options.scale, generator);
  auto mirror = torch::ones({count});
  if (options.flip) mirror = torch::where(torch::rand({count}, generator) < 0.5, -mirror, mirror);
  const auto cosine = torch::cos(angle) * step, sine = torch::sin(angle) * step;
  return torch::stack(
             {cosine * mirror * (part_width / width), -sine * (part_height / width), centre_x * (2.0 / width) - 1.0,
              sine * mirror * (part_width / height), cosine * (part_height / height), centre_y * (2.0 / height) - 1.0},
             1)
      .view({count, 2, 3});
}

torch::Tensor sample(const torch::Tensor& values, const torch::Tensor& grid, F::GridSampleFuncOptions::mode_t mode) {
  return F::grid_sample(values, grid,
                        F::GridSampleFuncOptions().mode(mode).padding_mode(torch::kZeros).align_corners(false));
}

torch::Tensor per_sample(const torch::Tensor& numbers, const torch::Device& device) {
  return numbers.to(device).view({-1, 1, 1, 1});
}

}  // namespace

void check_augmentation(const AugmentationOptions& options, std::int64_t height, std::int64_t width) {
  const auto part = crop_size(options, height, width);
  if (part.height < 1 || part.width < 1 || part.height > height || part.width > width) {
    throw ModelError("crop " + std::to_string(part.height) + "x" + std::to_string(part.width) + " does not fit in " +
                     std::to_string(height) + "x" + std::to_string(width) + "; give a smaller crop or a larger size");
  }
  if (!(options.rotation_degrees >= 0.0 && options.rotation_degrees <= 180.0)) {
    throw ModelError("rotation: give degrees from 0 to 180");
  }
  if (!(options.scale >= 0.0 && options.scale < 1.0)) throw ModelError("scale: give a fraction from 0 to less than 1");
  if (!(options.gain >= 0.0 && options.gain < 1.0)) throw ModelError("gain: give a fraction from 0 to less than 1");
  if (!(options.gamma >= 0.0 && options.gamma <= 2.0)) throw ModelError("gamma: give a number from 0 to 2");
}

AugmentedBatch augment(const torch::Tensor& pictures, const torch::Tensor& labels, const AugmentationOptions& options,
                       std::uint64_t seed) {
  const torch::NoGradGuard no_gradient;
  const std::int64_t count = pictures.size(0);
  const Size whole{pictures.size(1), pictures.size(2)};
  check_augmentation(options, whole.height, whole.width);
  const Size part = crop_size(options, whole.height, whole.width);
  auto generator = at::detail::createCPUGenerator(seed);

  const auto transforms = crop_transforms(count, whole, part, options, generator).to(pictures.device());
  const auto grid = F::affine_grid(transforms, {count, 1, part.height, part.width}, false);
  auto values = sample(pictures.unsqueeze(1).to(torch::kFloat32).div_(255.0), grid, torch::kBilinear);
  const auto classes = sample(labels.unsqueeze(1).to(torch::kFloat32), grid, torch::kNearest);
  if (options.gamma > 0.0) {
    const auto exponents = uniform(count, 0.0, options.gamma, generator).exp();
    values = values.clamp(0.0, 1.0).pow(per_sample(exponents, values.device()));
  }
  if (options.gain > 0.0) {
    values = values * per_sample(uniform(count, 1.0, options.gain, generator), values.device());
  }
  return {values.clamp(0.0, 1.0), classes.squeeze(1).round().to(torch::kInt64)};
}

}  // namespace sonolist::model
