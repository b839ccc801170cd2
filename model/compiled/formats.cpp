#include "model/compiled/formats.h"

#include <algorithm>
#include <string>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr float kLeastRange = 1e-6F;  // of a map that was zero in every picture

bool moves_numbers_only(const Node& node) {
  return node.operation == Operation::kResize || node.operation == Operation::kCrop ||
         node.operation == Operation::kPad;
}

bool is_padded_picture(const Node& node, const std::vector<Node>& nodes) {
  return node.operation == Operation::kPad && nodes[node.inputs.front()].operation == Operation::kInput;
}

// Nodes whose results stay floats: the picture, what follows the last convolution, and what is one pixel.
std::vector<bool> stay_floats(const Graph& graph) {
  const auto& nodes = graph.nodes;
  std::vector<bool> feeds_bytes(nodes.size(), false);
  for (const auto& node : nodes) {
    for (const auto input : node.inputs) {
      if (!moves_numbers_only(node) && node.operation != Operation::kMean) feeds_bytes[input] = true;
    }
    if (node.added) feeds_bytes[*node.added] = true;
  }
  std::vector<bool> stay(nodes.size(), false);
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const auto& node = nodes[i];
    const bool pixel = node.shape.rows * node.shape.cols == 1;
    const bool last = i + 1 == nodes.size();
    stay[i] = pixel || last || node.operation == Operation::kInput || is_padded_picture(node, nodes);
    if (stay[i] || feeds_bytes[i]) continue;
    stay[i] = true;
    for (std::size_t later = i + 1; later < nodes.size(); ++later) {
      const auto& inputs = nodes[later].inputs;
      if (std::find(inputs.begin(), inputs.end(), i) != inputs.end() && !stay[later]) stay[i] = false;
    }
  }
  return stay;
}

std::vector<bool> never_negative(const Graph& graph) {
  std::vector<bool> never(graph.nodes.size(), false);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    const bool mixes = node.operation != Operation::kConvolution && node.operation != Operation::kInput;
    const bool of_such = std::all_of(node.inputs.begin(), node.inputs.end(), [&](auto input) { return never[input]; });
    never[i] = node.activation != Activation::kNone || (mixes && of_such && (!node.added || never[*node.added]));
  }
  return never;
}

}  // namespace

bool has_range(const Node& node) {
  return node.operation != Operation::kInput && node.operation != Operation::kPad && node.operation != Operation::kCrop;
}

bool is_worth_bytes(const Node& node, const Graph& graph) {
  constexpr std::int64_t kFewChannels = 4;
  const auto& from = graph.nodes[node.inputs.front()].shape;
  return from.channels > kFewChannels && from.rows * from.cols > 1;
}

MapFormats formats_of(const Graph& graph, const std::optional<ActivationRanges>& ranges) {
  MapFormats formats{std::vector<Format>(graph.nodes.size()), std::vector<Format>(graph.nodes.size())};
  if (!ranges) return formats;
  const auto count = std::count_if(graph.nodes.begin(), graph.nodes.end(), has_range);
  if (count != static_cast<std::ptrdiff_t>(ranges->size())) {
    throw ModelError("there are " + std::to_string(ranges->size()) + " activation ranges for " + std::to_string(count) +
                     " operations; quantise the package again");
  }
  const auto floats = stay_floats(graph);
  const auto unsigned_ones = never_negative(graph);
  std::size_t place = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    const float range = has_range(node) ? std::max((*ranges)[place++], kLeastRange) : 0.0F;
    if (floats[i]) continue;
    if (!has_range(node)) {
      formats.operand[i] = formats.operand[node.inputs.front()];
    } else {
      formats.operand[i] =
          unsigned_ones[i] ? Format{Element::kUint8, range / 255.0F} : Format{Element::kInt8, range / 127.0F};
    }
    formats.stored[i] = formats.operand[i];
  }
  return formats;
}

}  // namespace sonolist::model
