#include "model/compiled/simple_steps.h"

#include <torch/torch.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "model/compiled/activation_range.h"
#include "model/kernels/interpolation.h"
#include "model/kernels/row_kernels.h"

namespace sonolist::model {
namespace {

// A step whose rows are independent of each other: each is made in floats and stored.
class RowStep : public Step {
 public:
  // Writes row `row` of the result to `result`.
  using MakeRow = std::function<void(std::int64_t row, float* result)>;

  RowStep(const StoredMap& to, MakeRow make_row) : to_(to), make_row_(std::move(make_row)) {}

  void run() override {
    at::parallel_for(0, to_.shape.rows, 1, [this](std::int64_t begin, std::int64_t end) {
      std::vector<float> result(static_cast<std::size_t>(to_.row_numbers()));
      for (auto row = begin; row < end; ++row) {
        make_row_(row, result.data());
        row_kernels().store(result.data(), to_.row(row), to_.format, to_.row_numbers());
      }
    });
  }

 private:
  StoredMap to_;
  MakeRow make_row_;
};

void load_row(const StoredMap& map, std::int64_t row, float* to) {
  row_kernels().load(map.row(row), map.format, to, map.row_numbers());
}

std::vector<float> row_room(const StoredMap& map) {
  return std::vector<float>(static_cast<std::size_t>(map.row_numbers()));
}

}  // namespace

std::unique_ptr<Step> make_conversion_step(const StoredMap& from, const StoredMap& to) {
  return make_activation_step(Activation::kNone, from, to);
}

std::unique_ptr<Step> make_activation_step(Activation activation, const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [from, range = range_of(activation)](std::int64_t row, float* result) {
    load_row(from, row, result);
    row_kernels().clip(result, range.low, range.high, from.row_numbers());
  });
}

std::unique_ptr<Step> make_sum_step(Activation activation, const StoredMap& a, const StoredMap& b,
                                    const StoredMap& to) {
  return std::make_unique<RowStep>(to, [a, b, range = range_of(activation)](std::int64_t row, float* result) {
    auto other = row_room(b);
    load_row(a, row, result);
    load_row(b, row, other.data());
    row_kernels().add(result, other.data(), a.row_numbers());
    row_kernels().clip(result, range.low, range.high, a.row_numbers());
  });
}

std::unique_ptr<Step> make_max_pool_step(const Window& window, const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [window, from, cols = to.shape.cols](std::int64_t row, float* result) {
    const auto channels = from.shape.channels;
    std::vector<float> pixel(static_cast<std::size_t>(channels));
    for (std::int64_t col = 0; col < cols; ++col) {
      auto* best = result + col * channels;
      row_kernels().fill(best, -std::numeric_limits<float>::infinity(), channels);
      for (std::int64_t i = 0; i < window.kernel[0]; ++i) {
        const auto y = row * window.stride[0] - window.padding[0] + i * window.dilation[0];
        if (y < 0 || y >= from.shape.rows) continue;
        for (std::int64_t j = 0; j < window.kernel[1]; ++j) {
          const auto x = col * window.stride[1] - window.padding[1] + j * window.dilation[1];
          if (x < 0 || x >= from.shape.cols) continue;
          row_kernels().load(from.pixel(y, x), from.format, pixel.data(), channels);
          row_kernels().take_maximum(best, pixel.data(), channels);
        }
      }
    }
  });
}

std::unique_ptr<Step> make_mean_step(const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [from](std::int64_t, float* result) {
    const auto channels = from.shape.channels;
    const float weight = 1.0F / static_cast<float>(from.shape.rows * from.shape.cols);
    auto row_numbers = row_room(from);
    row_kernels().fill(result, 0.0F, channels);
    for (std::int64_t row = 0; row < from.shape.rows; ++row) {
      load_row(from, row, row_numbers.data());
      for (std::int64_t col = 0; col < from.shape.cols; ++col) {
        row_kernels().add_weighted(result, row_numbers.data() + col * channels, weight, channels);
      }
    }
  });
}

std::unique_ptr<Step> make_repeat_step(const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [from, cols = to.shape.cols](std::int64_t, float* result) {
    for (std::int64_t col = 0; col < cols; ++col) load_row(from, 0, result + col * from.shape.channels);
  });
}

std::unique_ptr<Step> make_resize_step(const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(
      to, [from, rows = interpolation(from.shape.rows, to.shape.rows),
           cols = interpolation(from.shape.cols, to.shape.cols)](std::int64_t row, float* result) {
        auto above = row_room(from), below = row_room(from), mixed = row_room(from);
        const auto index = static_cast<std::size_t>(row);
        load_row(from, rows.before[index], above.data());
        load_row(from, rows.after[index], below.data());
        row_kernels().resize(above.data(), below.data(), rows.weight[index], from.shape.cols, from.shape.channels,
                             cols.columns(), mixed.data(), result);
      });
}

std::unique_ptr<Step> make_concatenation_step(const std::vector<StoredMap>& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [from, shape = to.shape](std::int64_t row, float* result) {
    for (std::int64_t col = 0; col < shape.cols; ++col) {
      auto* pixel = result + col * shape.channels;
      for (const auto& part : from) {
        row_kernels().load(part.pixel(row, col), part.format, pixel, part.shape.channels);
        pixel += part.shape.channels;
      }
    }
  });
}

std::unique_ptr<Step> make_pad_or_crop_step(const StoredMap& from, const StoredMap& to) {
  return std::make_unique<RowStep>(to, [from, shape = to.shape](std::int64_t row, float* result) {
    const auto source = std::min(row, from.shape.rows - 1);
    const auto both = std::min(shape.cols, from.shape.cols);
    row_kernels().load(from.row(source), from.format, result, both * shape.channels);
    for (auto col = both; col < shape.cols; ++col) {
      row_kernels().load(from.pixel(source, from.shape.cols - 1), from.format, result + col * shape.channels,
                         shape.channels);
    }
  });
}

}  // namespace sonolist::model
