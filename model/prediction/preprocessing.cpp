#include "model/prediction/preprocessing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/kernels/interpolation.h"
#include "model/kernels/row_kernels.h"
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

torch::Tensor input_by_tensors(const PictureView& picture, const NetworkInput& input, torch::Device device) {
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

// The picture's rows as floats, of `channels` numbers a pixel: 1 (luma) or 3.
class FloatRows {
 public:
  FloatRows(const PictureView& picture, int channels) : picture_(picture), channels_(channels) {}

  void read(std::int64_t row, float* to) const {
    const auto* pixels = picture_.pixels + static_cast<std::size_t>(row) * picture_.row_stride;
    if (channels_ == 1 && picture_.channels == 3) return row_kernels().luma(pixels, to, picture_.cols);
    row_kernels().load(pixels, {Element::kUint8, 1.0F}, to, std::int64_t{picture_.cols} * channels_);
  }

 private:
  PictureView picture_;
  int channels_;
};

// The same in one pass over the rows of the result.
torch::Tensor input_by_rows(const PictureView& picture, const NetworkInput& input) {
  const int channels = input.colour == "grey" || picture.channels == 1 ? 1 : 3;
  const auto placement = place_picture(picture.rows, picture.cols, input);
  const auto rows = interpolation(picture.rows, placement.rows), cols = interpolation(picture.cols, placement.cols);
  auto result = torch::empty({3, input.height, input.width});
  std::array<float, 3> factor{}, offset{};
  for (std::int64_t channel = 0; channel < 3; ++channel) {
    const auto index = static_cast<std::size_t>(channel);
    factor[index] = static_cast<float>(1.0 / (255.0 * input.std[index]));
    offset[index] = static_cast<float>(-input.mean[index] / input.std[index]);
    result[channel].fill_(offset[index]);  // black
  }
  auto* numbers = result.data_ptr<float>();
  const FloatRows source(picture, channels);
  at::parallel_for(0, placement.rows, 1, [&](std::int64_t begin, std::int64_t end) {
    const auto& kernels = row_kernels();
    const auto source_numbers = static_cast<std::size_t>(picture.cols) * static_cast<std::size_t>(channels);
    std::vector<float> above(source_numbers), below(source_numbers), mixed(source_numbers),
        resized(static_cast<std::size_t>(placement.cols * channels)), one(static_cast<std::size_t>(placement.cols));
    for (auto row = begin; row < end; ++row) {
      const auto index = static_cast<std::size_t>(row);
      source.read(rows.before[index], above.data());
      source.read(rows.after[index], below.data());
      kernels.resize(above.data(), below.data(), rows.weight[index], picture.cols, channels, cols.columns(),
                     mixed.data(), resized.data());
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const float* from = resized.data();
        if (channels == 3) {
          for (std::size_t col = 0; col < one.size(); ++col) one[col] = resized[3 * col + channel];
          from = one.data();
        }
        auto* to = numbers + (static_cast<std::int64_t>(channel) * input.height + row) * input.width;
        kernels.scale_and_shift(from, factor[channel], offset[channel], to, placement.cols);
      }
    }
  });
  return result;
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
  return device.is_cpu() ? input_by_rows(picture, input) : input_by_tensors(picture, input, device);
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
