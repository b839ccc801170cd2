#include "model/compiled/graph.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/ir/ir.h>

#include <map>
#include <unordered_map>
#include <utility>

#include "model/compiled/merge.h"
#include "model/networks/triplet_attention.h"

namespace sonolist::model {
namespace {

namespace jit = torch::jit;

struct Unknown {
  std::string what;
};

Node node_of_shape(Operation operation, const MapShape& shape) {
  Node node;
  node.operation = operation;
  node.shape = shape;
  return node;
}

// Turns recorded operators into nodes. Throws Unknown for what it has no node for.
class Reader {
 public:
  explicit Reader(const jit::Graph& recorded) : recorded_(recorded) {}

  Graph read() {
    add_result(recorded_.inputs().front(), node_of_shape(Operation::kInput, shape_of(recorded_.inputs().front())));
    for (const jit::Node* node : recorded_.nodes()) read_node(*node);
    const auto result = node_of(recorded_.outputs().front());
    if (result + 1 != graph_.nodes.size()) throw Unknown{"an operation after the result"};
    return std::move(graph_);
  }

 private:
  using Handler = void (Reader::*)(const jit::Node&);

  void read_node(const jit::Node& node) {
    static const std::map<std::string, Handler> handlers = {
        {"prim::Constant", &Reader::read_nothing},
        {"prim::ListConstruct", &Reader::read_nothing},
        {"aten::_convolution", &Reader::read_convolution},
        {"aten::conv2d", &Reader::read_convolution},
        {kTripletAttentionOperator, &Reader::read_attention},
        {"aten::add", &Reader::read_addition},
        {"aten::add_", &Reader::read_addition},
        {"aten::relu", &Reader::read_relu},
        {"aten::relu_", &Reader::read_relu},
        {"aten::relu6", &Reader::read_relu6},
        {"aten::relu6_", &Reader::read_relu6},
        {"aten::hardtanh", &Reader::read_relu6},
        {"aten::hardtanh_", &Reader::read_relu6},
        {"aten::max_pool2d", &Reader::read_max_pool},
        {"aten::avg_pool2d", &Reader::read_average_pool},
        {"aten::mean", &Reader::read_mean},
        {"aten::upsample_bilinear2d", &Reader::read_resize},
        {"aten::cat", &Reader::read_concatenation},
        {"aten::expand_as", &Reader::read_repetition},
        {"aten::replication_pad2d", &Reader::read_padding},
        {"aten::slice", &Reader::read_crop},
        {"aten::contiguous", &Reader::read_same},
        {"aten::dropout", &Reader::read_same},
        {"aten::feature_dropout", &Reader::read_same},
    };
    const std::string name = node.kind().toQualString();
    const auto handler = handlers.find(name);
    if (handler == handlers.end()) throw Unknown{name};
    (this->*handler->second)(node);
  }

  void read_nothing(const jit::Node&) {}

  void read_same(const jit::Node& node) { nodes_[node.output()] = node_of(node.input(0)); }

  void read_convolution(const jit::Node& node) {
    Node result = start(Operation::kConvolution, node, 1);
    result.weight = tensor(node.input(1));
    result.bias = tensor(node.input(2));
    if (!result.bias.defined()) result.bias = torch::zeros({result.weight.size(0)});
    result.window = {{result.weight.size(2), result.weight.size(3)},
                     pair(node.input(3)),
                     pair(node.input(4)),
                     pair(node.input(5)),
                     1};
    const bool general = std::string(node.kind().toUnqualString()) == "_convolution";
    if (general && constant(node.input(6)).toBool()) throw Unknown{"a transposed convolution"};
    result.window.groups = constant(node.input(general ? 8 : 6)).toInt();
    const auto in = graph_.nodes[result.inputs.front()].shape.channels;
    if (result.window.groups != 1 && result.window.groups != in) throw Unknown{"a convolution of groups"};
    add_result(node.output(), std::move(result));
  }

  void read_attention(const jit::Node& node) {
    Node result = start(Operation::kAttention, node, 1);
    auto& gates = result.attention;
    std::size_t next = 1;
    for (auto* part : {&gates.hc_weight, &gates.hc_bias, &gates.hw_weight, &gates.hw_bias, &gates.cw_weight,
                       &gates.cw_bias, &gates.channel_weight, &gates.channel_bias}) {
      *part = tensor(node.input(next++));
    }
    add_result(node.output(), std::move(result));
  }

  void read_addition(const jit::Node& node) {
    Node result = start(Operation::kAdd, node, 2);
    if (constant(node.input(2)).toScalar().toDouble() != 1.0) throw Unknown{"a weighted sum"};
    for (const auto input : result.inputs) {
      if (!(graph_.nodes[input].shape == result.shape)) throw Unknown{"a sum of unlike shapes"};
    }
    add_result(node.output(), std::move(result));
  }

  void read_relu(const jit::Node& node) { read_activation(node, Activation::kRelu); }

  void read_relu6(const jit::Node& node) {
    if (node.inputs().size() == 3) {
      const auto low = constant(node.input(1)).toScalar().toDouble();
      const auto high = constant(node.input(2)).toScalar().toDouble();
      if (low != 0.0 || high != 6.0) throw Unknown{"a clipping other than that from 0 to 6"};
    }
    read_activation(node, Activation::kRelu6);
  }

  void read_activation(const jit::Node& node, Activation activation) {
    Node result = start(Operation::kActivation, node, 1);
    result.activation = activation;
    add_result(node.output(), std::move(result));
  }

  void read_max_pool(const jit::Node& node) {
    Node result = start(Operation::kMaxPool, node, 1);
    result.window = {pair(node.input(1)), pair(node.input(2)), pair(node.input(3)), pair(node.input(4)), 1};
    add_result(node.output(), std::move(result));
  }

  // As a convolution of each channel by itself, which it is.
  void read_average_pool(const jit::Node& node) {
    Node result = start(Operation::kConvolution, node, 1);
    result.window.kernel = pair(node.input(1));
    result.window.stride = pair(node.input(2));
    result.window.padding = pair(node.input(3));
    const bool counts_padding = constant(node.input(5)).toBool();
    const bool padded = result.window.padding != std::array<std::int64_t, 2>{0, 0};
    if (constant(node.input(4)).toBool() || !constant(node.input(6)).isNone() || (padded && !counts_padding)) {
      throw Unknown{"an average over another number of pixels than its window's"};
    }
    const auto [rows, cols] = result.window.kernel;
    result.window.groups = result.shape.channels;
    result.weight = torch::full({result.shape.channels, 1, rows, cols}, 1.0 / static_cast<double>(rows * cols));
    result.bias = torch::zeros({result.shape.channels});
    add_result(node.output(), std::move(result));
  }

  void read_mean(const jit::Node& node) {
    if (pair(node.input(1)) != std::array<std::int64_t, 2>{2, 3} || !constant(node.input(2)).toBool()) {
      throw Unknown{"a mean over other axes than rows and columns"};
    }
    add_result(node.output(), start(Operation::kMean, node, 1));
  }

  void read_resize(const jit::Node& node) {
    if (constant(node.input(2)).toBool()) throw Unknown{"a resizing with aligned corners"};
    add_result(node.output(), start(Operation::kResize, node, 1));
  }

  void read_concatenation(const jit::Node& node) {
    if (constant(node.input(1)).toInt() != 1) throw Unknown{"a concatenation of another axis than channels"};
    Node result = node_of_shape(Operation::kConcatenate, shape_of(node.output()));
    for (const jit::Value* part : node.input(0)->node()->inputs()) result.inputs.push_back(node_of(part));
    add_result(node.output(), std::move(result));
  }

  void read_repetition(const jit::Node& node) {
    Node result = start(Operation::kRepeat, node, 1);
    const auto& from = graph_.nodes[result.inputs.front()].shape;
    if (from.rows != 1 || from.cols != 1) throw Unknown{"a repetition of more than a pixel"};
    add_result(node.output(), std::move(result));
  }

  void read_padding(const jit::Node& node) {
    const auto sides = constant_list(node.input(1));
    if (sides.size() != 4 || sides[0] != 0 || sides[2] != 0) throw Unknown{"a padding above or at the left"};
    add_result(node.output(), start(Operation::kPad, node, 1));
  }

  void read_crop(const jit::Node& node) {
    const auto axis = constant(node.input(1)).toInt();
    const auto begin = constant(node.input(2)), step = constant(node.input(4));
    if (axis < 2 || (!begin.isNone() && begin.toInt() != 0) || step.toInt() != 1) {
      throw Unknown{"a slice that does not keep the first rows or columns"};
    }
    add_result(node.output(), start(Operation::kCrop, node, 1));
  }

  Node start(Operation operation, const jit::Node& node, std::size_t inputs) const {
    Node result = node_of_shape(operation, shape_of(node.output()));
    for (std::size_t i = 0; i < inputs; ++i) result.inputs.push_back(node_of(node.input(i)));
    return result;
  }

  void add_result(const jit::Value* value, Node node) {
    graph_.nodes.push_back(std::move(node));
    nodes_[value] = graph_.nodes.size() - 1;
  }

  std::size_t node_of(const jit::Value* value) const {
    const auto found = nodes_.find(value);
    if (found == nodes_.end()) throw Unknown{"an operation on a constant"};
    return found->second;
  }

  static MapShape shape_of(const jit::Value* value) {
    const auto type = value->type()->cast<c10::TensorType>();
    const auto sizes = type ? type->sizes().concrete_sizes() : c10::nullopt;
    if (!sizes || sizes->size() != 4 || sizes->front() != 1) throw Unknown{"a result that is no map"};
    return {(*sizes)[1], (*sizes)[2], (*sizes)[3]};
  }

  static c10::IValue constant(const jit::Value* value) {
    const auto result = jit::toIValue(value);
    if (!result) throw Unknown{"an argument that is computed"};
    return *result;
  }

  static std::vector<std::int64_t> constant_list(const jit::Value* value) {
    if (const auto whole = jit::toIValue(value)) return whole->toIntVector();
    std::vector<std::int64_t> list;
    for (const jit::Value* element : value->node()->inputs()) list.push_back(constant(element).toInt());
    return list;
  }

  static std::array<std::int64_t, 2> pair(const jit::Value* value) {
    const auto list = constant_list(value);
    if (list.size() == 1) return {list[0], list[0]};
    if (list.size() != 2) throw Unknown{"an argument that is no pair"};
    return {list[0], list[1]};
  }

  static torch::Tensor tensor(const jit::Value* value) {
    const auto found = constant(value);
    return found.isNone() ? torch::Tensor() : found.toTensor().to(torch::kFloat32).contiguous();
  }

  const jit::Graph& recorded_;
  Graph graph_;
  std::unordered_map<const jit::Value*, std::size_t> nodes_;
};

std::shared_ptr<jit::Graph> record(SegmentationNetwork& network, std::int64_t rows, std::int64_t cols) {
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : network.parameters()) parameter.requires_grad_(false);  // else it can be no constant
  constexpr bool kStrict = true, kOutOfPlace = true;
  const auto result = jit::tracer::trace(
      {torch::zeros({1, 3, rows, cols})},
      [&network](const jit::Stack& inputs) { return jit::Stack{network.forward(inputs.front().toTensor())}; },
      [](const torch::Tensor&) { return std::string(); }, kStrict, kOutOfPlace);
  return result.first->graph;
}

}  // namespace

std::optional<Graph> trace_graph(SegmentationNetwork& network, std::int64_t rows, std::int64_t cols,
                                 std::string& reason) {
  const auto recorded = record(network, rows, cols);
  try {
    return merge(Reader(*recorded).read());
  } catch (const Unknown& unknown) {
    reason = unknown.what;
    return std::nullopt;
  }
}

}  // namespace sonolist::model
