#include "model/bench/ceiling.h"

#include <algorithm>
#include <chrono>

namespace sonolist::model {
namespace {

void wait_for(const torch::Device& device) {
  if (device.is_cuda()) torch::cuda::synchronize(device.index());
}

}  // namespace

double seconds_of(const torch::Device& device, const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  wait_for(device);
  const auto start = Clock::now();
  work();
  wait_for(device);
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double measured_ceiling(const torch::Device& device) {
  const torch::NoGradGuard no_gradient;
  const auto type = device.is_cuda() ? torch::kBFloat16 : torch::kFloat32;
  const std::int64_t side = device.is_cuda() ? 8192 : 1536;
  const auto options = torch::TensorOptions().device(device).dtype(type);
  const auto a = torch::randn({side, side}, options), b = torch::randn({side, side}, options);
  const auto picture = torch::randn({device.is_cuda() ? 64 : 4, 256, 60, 80}, options);
  const auto kernel = torch::randn({256, 256, 3, 3}, options);
  const double product = 2.0 * static_cast<double>(side) * static_cast<double>(side) * static_cast<double>(side);
  const double convolution = 2.0 * static_cast<double>(picture.numel()) * 256.0 * 9.0;
  double best = 0.0;
  for (int run = 0; run < 6; ++run) {
    best = std::max(best, product / seconds_of(device, [&] { torch::matmul(a, b); }));
    best = std::max(best, convolution / seconds_of(device, [&] { torch::conv2d(picture, kernel, {}, 1, 1); }));
  }
  return best;
}

}  // namespace sonolist::model
