#include "model/compiled/attention_step.h"

#include <torch/torch.h>

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include "model/compiled/activation_range.h"
#include "model/kernels/row_kernels.h"

namespace sonolist::model {
namespace {

constexpr float kThird = 1.0F / 3.0F;
constexpr float kLowest = -std::numeric_limits<float>::infinity();

// Maximum and mean over one axis as two planes, with a border of zeros left and right of each row, so that a
// convolution along a row needs no special case.
class PooledPlanes {
 public:
  static constexpr std::int64_t kBorder = 3;

  PooledPlanes(std::int64_t rows, std::int64_t cols)
      : rows_(rows), cols_(cols), stride_(cols + 2 * kBorder), maxima_(size()), sums_(size()) {}

  std::int64_t rows() const { return rows_; }
  std::int64_t cols() const { return cols_; }
  float* maximum(std::int64_t row) { return maxima_.data() + row * stride_ + kBorder; }
  float* sum(std::int64_t row) { return sums_.data() + row * stride_ + kBorder; }

 private:
  std::size_t size() const { return static_cast<std::size_t>(rows_ * stride_); }

  std::int64_t rows_, cols_, stride_;
  std::vector<float> maxima_, sums_;
};

// A gate's convolution on such planes and its sigmoid, a third of it: the attention is the mean of three.
class GateConvolution {
 public:
  // weight: [1,2,rows,cols] in the orientation of the planes. `pooled`: how many numbers are in each sum.
  GateConvolution(const torch::Tensor& weight, const torch::Tensor& bias, std::int64_t pooled)
      : kernel_rows_(weight.size(2)), kernel_cols_(weight.size(3)), bias_(bias.item<float>()) {
    auto scaled = weight.clone();
    scaled.select(1, 1).div_(static_cast<double>(pooled));  // planes hold sums, not means
    weights_.assign(scaled.data_ptr<float>(), scaled.data_ptr<float>() + scaled.numel());
  }

  void run_row(PooledPlanes& planes, std::int64_t row, float* result, const RowKernels& kernels) const {
    const auto cols = planes.cols();
    kernels.fill(result, bias_, cols);
    for (std::int64_t i = 0; i < kernel_rows_; ++i) {
      const auto source = row + i - kernel_rows_ / 2;
      if (source < 0 || source >= planes.rows()) continue;
      for (std::int64_t j = 0; j < kernel_cols_; ++j) {
        const auto shift = j - kernel_cols_ / 2;
        kernels.add_weighted(result, planes.maximum(source) + shift, weight(0, i, j), cols);
        kernels.add_weighted(result, planes.sum(source) + shift, weight(1, i, j), cols);
      }
    }
    kernels.sigmoid(result, kThird, cols);
  }

 private:
  float weight(std::int64_t plane, std::int64_t row, std::int64_t col) const {
    return weights_[static_cast<std::size_t>((plane * kernel_rows_ + row) * kernel_cols_ + col)];
  }

  std::int64_t kernel_rows_, kernel_cols_;
  float bias_;
  std::vector<float> weights_;
};

// A gate with its planes and its values.
struct Gate {
  Gate(const torch::Tensor& weight, const torch::Tensor& bias, std::int64_t rows, std::int64_t cols,
       std::int64_t pooled)
      : planes(rows, cols), convolution(weight, bias, pooled), values(static_cast<std::size_t>(rows * cols)) {}

  float* row(std::int64_t index) { return values.data() + index * planes.cols(); }
  void weigh_row(std::int64_t index, const RowKernels& kernels) {
    convolution.run_row(planes, index, row(index), kernels);
  }
  void clear_row(std::int64_t index, const RowKernels& kernels) {
    kernels.fill(planes.maximum(index), kLowest, planes.cols());
    kernels.fill(planes.sum(index), 0.0F, planes.cols());
  }

  PooledPlanes planes;
  GateConvolution convolution;
  std::vector<float> values;
};

class AttentionStep : public Step {
 public:
  AttentionStep(const Node& node, const StoredMap& from, const StoredMap* added, const StoredMap& to)
      : from_(from),
        to_(to),
        range_(range_of(node.activation)),
        height_channel_(node.attention.hc_weight, node.attention.hc_bias, from.shape.rows, from.shape.channels,
                        from.shape.cols),
        height_width_(node.attention.hw_weight, node.attention.hw_bias, from.shape.rows, from.shape.cols,
                      from.shape.channels) {
    if (added != nullptr) added_ = *added;
    const auto& gates = node.attention;
    if (gates.cw_weight.defined()) {
      width_channel_.emplace(gates.cw_weight.transpose(2, 3).contiguous(), gates.cw_bias, from.shape.cols,
                             from.shape.channels, from.shape.rows);
    }
    if (gates.channel_weight.defined()) {
      channel_.emplace(gates.channel_weight.transpose(2, 3).contiguous(), gates.channel_bias, 1, from.shape.channels,
                       from.shape.rows * from.shape.cols);
    }
  }

  void run() override {
    const auto& shape = from_.shape;
    const auto in_parallel = [](std::int64_t count, const auto& work) {
      at::parallel_for(0, count, 1, [&work](std::int64_t begin, std::int64_t end) { work(begin, end); });
    };
    in_parallel(shape.rows, [this](auto begin, auto end) { pool_rows(begin, end); });
    if (width_channel_) in_parallel(shape.cols, [this](auto begin, auto end) { pool_cols(begin, end); });
    if (channel_) pool_channels();
    in_parallel(shape.rows, [this](auto begin, auto end) {
      for (auto row = begin; row < end; ++row) {
        height_channel_.weigh_row(row, kernels_);
        height_width_.weigh_row(row, kernels_);
      }
    });
    if (width_channel_) {
      in_parallel(shape.cols, [this](auto begin, auto end) {
        for (auto col = begin; col < end; ++col) width_channel_->weigh_row(col, kernels_);
      });
    }
    in_parallel(shape.rows, [this](auto begin, auto end) { weigh_rows(begin, end); });
  }

 private:
  void pool_rows(std::int64_t begin, std::int64_t end) {
    const auto channels = from_.shape.channels;
    std::vector<float> pixel(static_cast<std::size_t>(channels));
    for (auto row = begin; row < end; ++row) {
      height_channel_.clear_row(row, kernels_);
      for (std::int64_t col = 0; col < from_.shape.cols; ++col) {
        kernels_.load(from_.pixel(row, col), from_.format, pixel.data(), channels);
        kernels_.take_maximum_and_sum(pixel.data(), height_channel_.planes.maximum(row),
                                      height_channel_.planes.sum(row), channels);
        const auto summary = kernels_.summarise(pixel.data(), channels);
        height_width_.planes.maximum(row)[col] = summary.maximum;
        height_width_.planes.sum(row)[col] = summary.sum;
      }
    }
  }

  void pool_cols(std::int64_t begin, std::int64_t end) {
    const auto channels = from_.shape.channels;
    std::vector<float> pixel(static_cast<std::size_t>(channels));
    for (auto col = begin; col < end; ++col) width_channel_->clear_row(col, kernels_);
    for (std::int64_t row = 0; row < from_.shape.rows; ++row) {
      for (auto col = begin; col < end; ++col) {
        kernels_.load(from_.pixel(row, col), from_.format, pixel.data(), channels);
        kernels_.take_maximum_and_sum(pixel.data(), width_channel_->planes.maximum(col),
                                      width_channel_->planes.sum(col), channels);
      }
    }
  }

  void pool_channels() {
    channel_->clear_row(0, kernels_);
    for (std::int64_t row = 0; row < from_.shape.rows; ++row) {
      kernels_.take_maximum(channel_->planes.maximum(0), height_channel_.planes.maximum(row), from_.shape.channels);
      kernels_.add(channel_->planes.sum(0), height_channel_.planes.sum(row), from_.shape.channels);
    }
    channel_->weigh_row(0, kernels_);
  }

  void weigh_rows(std::int64_t begin, std::int64_t end) {
    const auto channels = from_.shape.channels;
    const auto size = static_cast<std::size_t>(channels);
    std::vector<float> pixel(size), result(size), gates(size);
    for (auto row = begin; row < end; ++row) {
      auto* row_gates = height_channel_.row(row);
      if (channel_) kernels_.add(row_gates, channel_->row(0), channels);
      for (std::int64_t col = 0; col < from_.shape.cols; ++col) {
        const float* pixel_gates = row_gates;
        if (width_channel_) {
          kernels_.fill(gates.data(), 0.0F, channels);
          kernels_.add(gates.data(), row_gates, channels);
          kernels_.add(gates.data(), width_channel_->row(col), channels);
          pixel_gates = gates.data();
        }
        kernels_.load(from_.pixel(row, col), from_.format, pixel.data(), channels);
        kernels_.gate(pixel.data(), pixel_gates, height_width_.row(row)[col], result.data(), channels);
        if (added_) {
          kernels_.load(added_->pixel(row, col), added_->format, pixel.data(), channels);
          kernels_.add(result.data(), pixel.data(), channels);
        }
        kernels_.clip(result.data(), range_.low, range_.high, channels);
        kernels_.store(result.data(), to_.pixel(row, col), to_.format, channels);
      }
    }
  }

  const RowKernels& kernels_ = row_kernels();
  StoredMap from_, to_;
  std::optional<StoredMap> added_;
  ActivationRange range_;
  Gate height_channel_, height_width_;
  std::optional<Gate> width_channel_, channel_;
};

}  // namespace

std::unique_ptr<Step> make_attention_step(const Node& node, const StoredMap& from, const StoredMap* added,
                                          const StoredMap& to) {
  return std::make_unique<AttentionStep>(node, from, added, to);
}

}  // namespace sonolist::model
