#include "model/training/sample_tensors.h"

#include <memory>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

namespace F = torch::nn::functional;

constexpr std::int64_t kChunk = 64;  // samples that are float at one time

torch::Tensor adopt(std::vector<std::uint8_t> bytes, const PackedDataset& shape) {
  auto owner = std::make_shared<std::vector<std::uint8_t>>(std::move(bytes));
  return torch::from_blob(
      owner->data(), {shape.count, shape.height, shape.width}, [owner](void*) {}, torch::kUInt8);
}

template <typename Resize>
torch::Tensor in_chunks(const torch::Tensor& samples, const Resize& resize) {
  std::vector<torch::Tensor> chunks;
  for (const auto& chunk : samples.split(kChunk)) {
    const auto resized = resize(chunk.unsqueeze(1).to(torch::kFloat32));
    chunks.push_back(resized.squeeze(1).round().clamp(0, 255).to(torch::kUInt8));
  }
  return torch::cat(chunks);
}

bool has_size(const torch::Tensor& samples, std::int64_t height, std::int64_t width) {
  return samples.size(1) == height && samples.size(2) == width;
}

}  // namespace

torch::Tensor resize_pictures(const torch::Tensor& pictures, std::int64_t height, std::int64_t width) {
  const torch::NoGradGuard no_gradient;
  if (has_size(pictures, height, width)) return pictures;
  const std::vector<std::int64_t> size{height, width};
  const bool shrinks = height <= pictures.size(1) && width <= pictures.size(2);
  return in_chunks(pictures, [&](const torch::Tensor& x) {
    if (shrinks) return torch::adaptive_avg_pool2d(x, size);
    return F::interpolate(x, F::InterpolateFuncOptions().size(size).mode(torch::kBilinear).align_corners(false));
  });
}

torch::Tensor resize_labels(const torch::Tensor& labels, std::int64_t height, std::int64_t width) {
  const torch::NoGradGuard no_gradient;
  if (has_size(labels, height, width)) return labels;
  const std::vector<std::int64_t> size{height, width};
  return in_chunks(labels, [&](const torch::Tensor& x) { return at::_upsample_nearest_exact2d(x, size); });
}

SampleTensors to_tensors(PackedDataset dataset, std::int64_t height, std::int64_t width, const torch::Device& device) {
  if (dataset.count == 0) throw ModelError("the data set is empty");
  const auto pictures = adopt(std::move(dataset.pictures), dataset).to(device);
  const auto labels = adopt(std::move(dataset.labels), dataset).to(device);
  return {resize_pictures(pictures, height, width), resize_labels(labels, height, width)};
}

}  // namespace sonolist::model
