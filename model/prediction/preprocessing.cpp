#include "model/prediction/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

void require_picture(const PictureView& picture) {
  const auto size = std::to_string(picture.rows) + " rows x " + std::to_string(picture.cols) + " columns x " +
                    std::to_string(picture.channels) + " channels";
  if (picture.pixels == nullptr || picture.rows < 1 || picture.cols < 1) {
    throw ModelError("picture of " + size + " has no pixels");
  }
  if (picture.channels != 1 && picture.channels != 3) {
    throw ModelError("picture of " + size + ": 1 (grey) or 3 (RGB) channels are needed");
  }
  if (picture.row_stride < static_cast<std::size_t>(picture.cols) * picture.channels) {
    throw ModelError("picture of " + size + ": row stride of " + std::to_string(picture.row_stride) +
                     " bytes is shorter than a row");
  }
}

torch::Tensor three_values(const std::array<double, 3>& values, torch::Device device) {
  return torch::tensor({values[0], values[1], values[2]}, torch::kFloat32).reshape({3, 1, 1}).to(device);
}

}  // namespace

Placement place_picture(int rows, int cols, const NetworkInput& input) {
  if (input.resize == "stretch") return {input.height, input.width};
  const double scale = std::min(static_cast<double>(input.height) / rows, static_cast<double>(input.width) / cols);
  const auto scaled = [scale](int side, std::int64_t limit) {
    return std::clamp<std::int64_t>(std::llround(side * scale), 1, limit);
  };
  return {scaled(rows, input.height), scaled(cols, input.width)};
}

torch::Tensor network_input(const PictureView& picture, const NetworkInput& input, torch::Device device) {
  require_picture(picture);
  // from_blob borrows and takes no const; nothing writes through it.
  const auto borrowed = torch::from_blob(
      const_cast<std::uint8_t*>(picture.pixels), {picture.rows, picture.cols, picture.channels},
      {static_cast<std::int64_t>(picture.row_stride), picture.channels, 1}, torch::TensorOptions(torch::kUInt8));
  auto x = borrowed.to(device).permute({2, 0, 1}).to(torch::kFloat32, false, false, torch::MemoryFormat::Contiguous);
  if (input.colour == "grey" && picture.channels == 3) {
    x = (x[0] * 0.299 + x[1] * 0.587 + x[2] * 0.114).unsqueeze(0);
  }
  const auto placement = place_picture(picture.rows, picture.cols, input);
  x = resize_bilinear(x.unsqueeze(0), placement.rows, placement.cols).squeeze(0).div(255);
  if (placement.rows < input.height || placement.cols < input.width) {
    x = torch::constant_pad_nd(x, {0, input.width - placement.cols, 0, input.height - placement.rows});
  }
  return (x - three_values(input.mean, device)) / three_values(input.std, device);
}

torch::Tensor picture_probabilities(const torch::Tensor& logits, int rows, int cols, const Manifest& manifest) {
  const auto placement = place_picture(rows, cols, manifest.input);
  auto x = logits.slice(1, 0, placement.rows).slice(2, 0, placement.cols);
  if (!manifest.temperatures.empty()) {
    x = x / torch::tensor(manifest.temperatures, torch::kFloat32).reshape({-1, 1, 1}).to(x.device());
  }
  return torch::softmax(resize_bilinear(x.unsqueeze(0), rows, cols), 1).squeeze(0);
}

}  // namespace sonolist::model
