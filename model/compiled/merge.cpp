#include "model/compiled/merge.h"

#include <algorithm>
#include <utility>

namespace sonolist::model {
namespace {

std::vector<std::size_t*> operands(Node& node) {
  std::vector<std::size_t*> all;
  for (auto& input : node.inputs) all.push_back(&input);
  if (node.added) all.push_back(&*node.added);
  return all;
}

class Merger {
 public:
  explicit Merger(Graph graph) : nodes_(std::move(graph.nodes)), becomes_(nodes_.size()), uses_(nodes_.size()) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) becomes_[i] = i;
    for (auto& node : nodes_) {
      for (const auto* operand : operands(node)) ++uses_[*operand];
    }
  }

  Graph merged() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (auto* operand : operands(nodes_[i])) *operand = becomes_[*operand];
      if (nodes_[i].operation == Operation::kAdd) merge_sum(i);
      if (nodes_[i].operation == Operation::kActivation) merge_activation(i);
      if (nodes_[i].operation == Operation::kCrop) merge_crop(i);
    }
    return kept();
  }

 private:
  // The later operand in the list has the earlier one ready, and takes it in where it can.
  void merge_sum(std::size_t sum) {
    auto late = nodes_[sum].inputs[0], early = nodes_[sum].inputs[1];
    if (late < early) std::swap(late, early);
    auto& node = nodes_[late];
    const bool able = node.operation == Operation::kAttention || node.operation == Operation::kConvolution;
    if (!able || uses_[late] != 1 || node.added || node.activation != Activation::kNone) return;
    node.added = early;
    replace(sum, late);
  }

  void merge_activation(std::size_t activation) {
    const auto before = nodes_[activation].inputs.front();
    auto& node = nodes_[before];
    const bool able = node.operation == Operation::kAttention || node.operation == Operation::kConvolution ||
                      node.operation == Operation::kAdd;
    if (!able || uses_[before] != 1 || node.activation != Activation::kNone) return;
    node.activation = nodes_[activation].activation;
    replace(activation, before);
  }

  void merge_crop(std::size_t crop) {
    const auto before = nodes_[crop].inputs.front();
    if (nodes_[before].operation != Operation::kCrop || uses_[before] != 1) return;
    nodes_[before].shape = nodes_[crop].shape;
    replace(crop, before);
  }

  void replace(std::size_t gone, std::size_t by) {
    becomes_[gone] = by;
    uses_[by] = uses_[gone];
  }

  Graph kept() {
    Graph graph;
    std::vector<std::size_t> place(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (becomes_[i] != i) continue;
      for (auto* operand : operands(nodes_[i])) *operand = place[*operand];
      place[i] = graph.nodes.size();
      graph.nodes.push_back(std::move(nodes_[i]));
    }
    return graph;
  }

  std::vector<Node> nodes_;
  std::vector<std::size_t> becomes_, uses_;
};

}  // namespace

Graph merge(Graph graph) {
  return Merger(std::move(graph)).merged();
}

}  // namespace sonolist::model
