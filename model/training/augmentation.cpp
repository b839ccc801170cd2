#include "model/training/augmentation.h"

#include "model/training/random_stream.h"

namespace sonolist::model {
namespace {

namespace F = torch::nn::functional;

constexpr std::uint64_t kEchoStream = 1;

torch::Tensor sampled(const torch::Tensor& values, const torch::Tensor& grid, F::GridSampleFuncOptions::mode_t mode) {
  return F::grid_sample(values, grid,
                        F::GridSampleFuncOptions().mode(mode).padding_mode(torch::kZeros).align_corners(false));
}

}  // namespace

void check_augmentation(const AugmentationOptions& options, std::int64_t height, std::int64_t width) {
  check_geometry(options, height, width);
  check_echo(options);
}

AugmentedBatch augment(const torch::Tensor& pictures, const torch::Tensor& labels, const AugmentationOptions& options,
                       std::uint64_t seed) {
  const torch::NoGradGuard no_gradient;
  const std::int64_t count = pictures.size(0), height = pictures.size(1), width = pictures.size(2);
  check_augmentation(options, height, width);
  SampleDraws of_geometry(count, seed), of_echo(count, mixed_seed(seed, kEchoStream, 0));
  const auto grid = sampling_grid(options, height, width, of_geometry, pictures.device());
  const auto values = sampled(pictures.unsqueeze(1).to(torch::kFloat32).div_(255.0), grid, torch::kBilinear);
  const auto classes = sampled(labels.unsqueeze(1).to(torch::kFloat32), grid, torch::kNearest);
  return {change_echo(values, static_cast<double>(height) / 240.0, options, of_echo),
          classes.squeeze(1).round().to(torch::kInt64)};
}

}  // namespace sonolist::model
