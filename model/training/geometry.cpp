#include "model/training/geometry.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/error.h"

namespace sonolist::model {
namespace {

namespace F = torch::nn::functional;

constexpr double kDegree = 3.14159265358979323846 / 180.0;
constexpr double kElasticSpacing = 40.0, kReferenceRows = 240.0;

// Middle of the crop along one axis: its corner is a whole pixel, so that a crop alone does not blur.
torch::Tensor crop_middle(std::int64_t whole, std::int64_t part, SampleDraws& draws) {
  return draws.whole(whole - part) + static_cast<double>(part) / 2;
}

// [N,2,3] for affine_grid (align_corners false): crop coordinates in -1..1 to picture coordinates in -1..1. Rotation,
// zoom and shear act in pixels, therefore the aspect ratio enters both off-diagonal terms.
torch::Tensor crop_transforms(CropSize whole, CropSize part, const GeometryOptions& options, SampleDraws& draws) {
  const auto count = draws.count();
  const auto height = static_cast<double>(whole.height), width = static_cast<double>(whole.width);
  const auto part_height = static_cast<double>(part.height), part_width = static_cast<double>(part.width);
  const auto middle_x = crop_middle(whole.width, part.width, draws);
  const auto middle_y = crop_middle(whole.height, part.height, draws);
  const auto angle = draws.around(0.0, options.rotation_degrees * kDegree);
  const auto step = 1.0 / draws.around(1.0, options.scale);
  auto across = step, down = step, slant = torch::zeros({count});
  if (options.flip) across = torch::where(draws.occurs(0.5) > 0.5, -across, across);
  if (options.stretch > 0.0) {
    const auto ratio = draws.around(0.0, options.stretch / 2).exp();
    across = across / ratio;
    down = down * ratio;
  }
  if (options.shear_degrees > 0.0) slant = torch::tan(draws.around(0.0, options.shear_degrees * kDegree));
  const auto cosine = torch::cos(angle), sine = torch::sin(angle);
  return torch::stack({cosine * across * (part_width / width), (cosine * slant - sine) * down * (part_height / width),
                       middle_x * (2.0 / width) - 1.0, sine * across * (part_width / height),
                       (sine * slant + cosine) * down * (part_height / height), middle_y * (2.0 / height) - 1.0},
                      1)
      .view({count, 2, 3});
}

// [N,h,w,2] in the units of the grid.
torch::Tensor elastic_displacement(CropSize whole, CropSize part, const Effect& elastic, SampleDraws& draws,
                                   const torch::Device& device) {
  const double pixel = static_cast<double>(whole.height) / kReferenceRows;
  const auto nodes = [&](std::int64_t length) {
    return std::max<std::int64_t>(2, std::llround(static_cast<double>(length) / (kElasticSpacing * pixel)) + 1);
  };
  const auto strength = draws.occurs(elastic.probability).view({-1, 1, 1, 1}) * (elastic.strength * pixel);
  auto field = draws.uniform_field({2, nodes(part.height), nodes(part.width)}) * strength;
  field.select(1, 0).mul_(2.0 / static_cast<double>(whole.width));
  field.select(1, 1).mul_(2.0 / static_cast<double>(whole.height));
  const std::vector<std::int64_t> size{part.height, part.width};
  return F::interpolate(field.to(device),
                        F::InterpolateFuncOptions().size(size).mode(torch::kBicubic).align_corners(true))
      .permute({0, 2, 3, 1});
}

}  // namespace

CropSize crop_size(const GeometryOptions& options, std::int64_t height, std::int64_t width) {
  return {options.crop_height == 0 ? height : options.crop_height,
          options.crop_width == 0 ? width : options.crop_width};
}

void check_geometry(const GeometryOptions& options, std::int64_t height, std::int64_t width) {
  const auto part = crop_size(options, height, width);
  if (part.height < 1 || part.width < 1 || part.height > height || part.width > width) {
    throw ModelError("crop " + std::to_string(part.height) + "x" + std::to_string(part.width) + " does not fit in " +
                     std::to_string(height) + "x" + std::to_string(width) + "; give a smaller crop or a larger size");
  }
  if (!(options.rotation_degrees >= 0.0 && options.rotation_degrees <= 180.0)) {
    throw ModelError("rotation: give degrees from 0 to 180");
  }
  if (!(options.scale >= 0.0 && options.scale < 1.0)) throw ModelError("scale: give a fraction from 0 to less than 1");
  if (!(options.stretch >= 0.0 && options.stretch <= 1.0)) throw ModelError("stretch: give a number from 0 to 1");
  if (!(options.shear_degrees >= 0.0 && options.shear_degrees <= 60.0)) {
    throw ModelError("shear: give degrees from 0 to 60");
  }
  if (!(options.elastic.strength >= 0.0 && options.elastic.strength <= kElasticSpacing)) {
    throw ModelError("elastic: give pixels of a picture of 240 rows, from 0 to 40");
  }
}

torch::Tensor sampling_grid(const GeometryOptions& options, std::int64_t height, std::int64_t width, SampleDraws& draws,
                            const torch::Device& device) {
  const CropSize whole{height, width}, part = crop_size(options, height, width);
  const auto transforms = crop_transforms(whole, part, options, draws).to(device);
  const auto grid = F::affine_grid(transforms, {draws.count(), 1, part.height, part.width}, false);
  if (!options.elastic.active()) return grid;
  return grid + elastic_displacement(whole, part, options.elastic, draws, device);
}

}  // namespace sonolist::model
