#include "model/dataset/resize_picture.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

// One new pixel: the source pixels from `first` on with these weights, whose sum is 1.
struct WeightedRun {
  std::int64_t first = 0;
  std::vector<float> weights;
};

WeightedRun covered_run(std::int64_t index, double scale, std::int64_t length) {
  const double begin = static_cast<double>(index) * scale, end = begin + scale;
  WeightedRun run;
  run.first = std::min(static_cast<std::int64_t>(begin), length - 1);
  for (auto at = run.first; at < length && static_cast<double>(at) < end; ++at) {
    const double covered = std::min(end, static_cast<double>(at + 1)) - std::max(begin, static_cast<double>(at));
    run.weights.push_back(static_cast<float>(std::max(0.0, covered) / scale));
  }
  return run;
}

WeightedRun interpolated_run(std::int64_t index, double scale, std::int64_t length) {
  const double centre =
      std::clamp((static_cast<double>(index) + 0.5) * scale - 0.5, 0.0, static_cast<double>(length - 1));
  const auto first = std::min(static_cast<std::int64_t>(centre), std::max<std::int64_t>(0, length - 2));
  const auto second_weight = static_cast<float>(centre - static_cast<double>(first));
  if (length == 1) return {0, {1.0F}};
  return {first, {1.0F - second_weight, second_weight}};
}

std::vector<WeightedRun> runs_of_axis(std::int64_t length, std::int64_t new_length) {
  const double scale = static_cast<double>(length) / static_cast<double>(new_length);
  std::vector<WeightedRun> runs;
  for (std::int64_t i = 0; i < new_length; ++i) {
    runs.push_back(scale >= 1.0 ? covered_run(i, scale, length) : interpolated_run(i, scale, length));
  }
  return runs;
}

std::int64_t centre_of(std::int64_t index, std::int64_t length, std::int64_t new_length) {
  return (2 * index + 1) * length / (2 * new_length);
}

}  // namespace

std::vector<float> resize_grey(const GreyView& picture, std::int64_t rows, std::int64_t cols) {
  const auto along_rows = runs_of_axis(picture.cols, cols), along_cols = runs_of_axis(picture.rows, rows);
  const auto width = static_cast<std::size_t>(cols);
  std::vector<float> narrow(static_cast<std::size_t>(picture.rows) * width);
  for (std::int64_t row = 0; row < picture.rows; ++row) {
    const auto* source = picture.pixels + row * picture.stride;
    for (std::size_t col = 0; col < width; ++col) {
      const auto& run = along_rows[col];
      float sum = 0.0F;
      for (std::size_t i = 0; i < run.weights.size(); ++i) {
        sum += run.weights[i] * static_cast<float>(source[run.first + static_cast<std::int64_t>(i)]);
      }
      narrow[static_cast<std::size_t>(row) * width + col] = sum;
    }
  }
  std::vector<float> resized(static_cast<std::size_t>(rows) * width, 0.0F);
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
    const auto& run = along_cols[row];
    for (std::size_t i = 0; i < run.weights.size(); ++i) {
      const auto* source = narrow.data() + (static_cast<std::size_t>(run.first) + i) * width;
      for (std::size_t col = 0; col < width; ++col) resized[row * width + col] += run.weights[i] * source[col];
    }
  }
  return resized;
}

std::vector<std::uint8_t> rounded(const std::vector<float>& values) {
  std::vector<std::uint8_t> bytes(values.size());
  std::transform(values.begin(), values.end(), bytes.begin(),
                 [](float value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 255.0F))); });
  return bytes;
}

std::vector<std::uint8_t> resize_labels(const GreyView& labels, std::int64_t rows, std::int64_t cols) {
  std::vector<std::uint8_t> resized;
  resized.reserve(static_cast<std::size_t>(rows * cols));
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto* source = labels.pixels + centre_of(row, labels.rows, rows) * labels.stride;
    for (std::int64_t col = 0; col < cols; ++col) resized.push_back(source[centre_of(col, labels.cols, cols)]);
  }
  return resized;
}

}  // namespace sonolist::model
