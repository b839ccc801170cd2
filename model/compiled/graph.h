// A network as the list of its operations at one size of input: what a compiled plan is made of.
#pragma once

#include <torch/torch.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

enum class Operation {
  kInput,
  kConvolution,
  kAttention,    // triplet attention
  kAdd,          // of two maps of one shape
  kActivation,   // alone; most are part of the operation before
  kMaxPool,      // padding never wins
  kMean,         // over rows and columns
  kResize,       // bilinear, pixel centres at half integers
  kConcatenate,  // of channels
  kRepeat,       // one pixel over a whole map
  kPad,          // below and at the right, by the last row and column
  kCrop,         // keeps the first rows and columns
};

enum class Activation { kNone, kRelu, kRelu6 };

struct MapShape {
  std::int64_t channels = 0, rows = 0, cols = 0;
  std::int64_t size() const { return channels * rows * cols; }
  friend bool operator==(const MapShape& a, const MapShape& b) {
    return a.channels == b.channels && a.rows == b.rows && a.cols == b.cols;
  }
};

// Of a convolution, or of the window of a maximum (without weights).
struct Window {
  std::array<std::int64_t, 2> kernel{1, 1}, stride{1, 1}, padding{0, 0}, dilation{1, 1};
  std::int64_t groups = 1;
};

struct AttentionWeights {
  torch::Tensor hc_weight, hc_bias, hw_weight, hw_bias;            // [1,2,7,7], [1]
  torch::Tensor cw_weight, cw_bias, channel_weight, channel_bias;  // undefined where not there; channel: [1,2,7,1]
};

struct Node {
  Operation operation = Operation::kInput;
  std::vector<std::size_t> inputs;  // nodes before this one
  MapShape shape;                   // of the result
  Window window;
  torch::Tensor weight, bias;  // [out,in/groups,rows,cols], [out]; on the CPU, float
  AttentionWeights attention;
  std::optional<std::size_t> added;           // a map of the same shape, added before the activation
  Activation activation = Activation::kNone;  // the last thing that is done
};

struct Graph {
  std::vector<Node> nodes;  // in an order in which they can be run; the first is the input, the last the result
};

// One picture through `network` (in eval mode, normalisation folded, on the CPU) at this size, with its operations
// recorded by LibTorch's tracer; activations and additions are then merged into the operations before them. The graph
// shares the network's weights. nullopt when an operation is not one of those above: such a network is run by LibTorch;
// `reason` then says which.
std::optional<Graph> trace_graph(SegmentationNetwork& network, std::int64_t rows, std::int64_t cols,
                                 std::string& reason);

}  // namespace sonolist::model
