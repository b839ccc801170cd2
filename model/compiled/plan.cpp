#include "model/compiled/plan.h"

#include <algorithm>
#include <utility>

#include "model/compiled/attention_step.h"
#include "model/compiled/convolution_step.h"
#include "model/compiled/formats.h"
#include "model/compiled/map_memory.h"
#include "model/compiled/simple_steps.h"
#include "model/kernels/row_kernels.h"

namespace sonolist::model {
namespace {

// Makes the steps of a graph in order, giving memory back as soon as its map has been read for the last time.
class Planner {
 public:
  Planner(const Graph& graph, const std::optional<ActivationRanges>& ranges, PreparedWeights& weights)
      : graph_(graph),
        weights_(weights),
        planned_(formats_of(graph, ranges)),
        formats_(planned_.stored),
        maps_(graph.nodes.size()),
        last_use_(graph.nodes.size()) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      for (const auto input : graph.nodes[i].inputs) last_use_[input] = i;
      if (graph.nodes[i].added) last_use_[*graph.nodes[i].added] = i;
    }
    last_use_.back() = graph.nodes.size();
  }

  struct Made {
    std::unique_ptr<Step> step;
    std::size_t node;  // whose result it writes, at least in part
  };

  std::vector<Made> steps() {
    std::vector<Made> all;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      current_ = i;
      pending_.clear();
      if (graph_.nodes[i].operation == Operation::kInput) {
        maps_[i] = new_map(i);
        continue;
      }
      auto step = make(graph_.nodes[i]);
      pending_.push_back(std::move(step));
      for (auto& made : pending_) all.push_back({std::move(made), i});
      give_back();
    }
    return all;
  }

  const StoredMap& map(std::size_t node) const { return maps_[node]; }
  std::vector<torch::Tensor> memory() const { return memory_.blocks(); }

 private:
  std::unique_ptr<Step> make(const Node& node) {
    if (node.operation == Operation::kConvolution) return make_convolution(node);
    std::vector<StoredMap> from;
    for (const auto input : node.inputs) from.push_back(maps_[input]);
    auto& to = maps_[current_];
    to = new_map(current_);
    switch (node.operation) {
      case Operation::kAttention: {
        const StoredMap* added = node.added ? &maps_[*node.added] : nullptr;
        return make_attention_step(node, from[0], added, to);
      }
      case Operation::kAdd:
        return make_sum_step(node.activation, from[0], from[1], to);
      case Operation::kActivation:
        return make_activation_step(node.activation, from[0], to);
      case Operation::kMaxPool:
        return make_max_pool_step(node.window, from[0], to);
      case Operation::kMean:
        return make_mean_step(from[0], to);
      case Operation::kResize:
        return make_resize_step(from[0], to);
      case Operation::kConcatenate:
        return make_concatenation_step(from, to);
      case Operation::kRepeat:
        return make_repeat_step(from[0], to);
      default:
        return make_pad_or_crop_step(from[0], to);
    }
  }

  std::unique_ptr<Step> make_convolution(const Node& node) {
    const auto& given = planned_.operand[node.inputs.front()];
    const bool bytes = given.element != Element::kFloat && is_worth_bytes(node, graph_);
    const StoredMap from = operand(node, bytes ? given : Format{});
    if (!bytes) formats_[current_] = {};  // a convolution of floats gives floats
    const Format format = formats_[current_];
    auto& to = maps_[current_];
    if (!node.added) {
      to = new_map(current_);
      return make_convolution_step(node, from, to, {}, weights_);
    }
    // The map to add must lie where the result will be.
    const auto& added = maps_[*node.added];
    const bool dead =
        last_use_[*node.added] == current_ && std::count(node.inputs.begin(), node.inputs.end(), *node.added) == 0;
    if (dead && size_of(added.format.element) == size_of(format.element)) {
      to = {added.bytes, node.shape, format};
      taken_over_ = *node.added;
      return make_convolution_step(node, from, to, added.format, weights_);
    }
    to = new_map(current_);
    pending_.push_back(make_conversion_step(added, to));
    return make_convolution_step(node, from, to, to.format, weights_);
  }

  // The input of a convolution in the format that it computes in.
  StoredMap operand(const Node& node, const Format& format) {
    const auto& map = maps_[node.inputs.front()];
    if (map.format.element == format.element) return map;
    const auto bytes = map.shape.size() * static_cast<std::int64_t>(size_of(format.element));
    const StoredMap converted{memory_.take(bytes), map.shape, format};
    temporary_.push_back(converted.bytes);
    pending_.push_back(make_conversion_step(map, converted));
    return converted;
  }

  StoredMap new_map(std::size_t node) {
    const auto& shape = graph_.nodes[node].shape;
    const auto bytes = shape.size() * static_cast<std::int64_t>(size_of(formats_[node].element));
    return {memory_.take(bytes), shape, formats_[node]};
  }

  void give_back() {
    for (const auto* block : temporary_) memory_.give_back(block);
    temporary_.clear();
    for (std::size_t i = 0; i <= current_; ++i) {
      if (last_use_[i] == current_ && taken_over_ != i) memory_.give_back(maps_[i].bytes);
    }
    taken_over_.reset();
  }

  const Graph& graph_;
  PreparedWeights& weights_;
  MapFormats planned_;
  std::vector<Format> formats_;  // as stored; a convolution of floats gives floats, whatever was planned
  std::vector<StoredMap> maps_;
  std::vector<std::size_t> last_use_;
  MapMemory memory_;
  std::size_t current_ = 0;
  std::vector<std::unique_ptr<Step>> pending_;  // of the current node, in order
  std::vector<std::uint8_t*> temporary_;
  std::optional<std::size_t> taken_over_;  // the node whose memory the current one's result has
};

float largest_magnitude(const StoredMap& map) {
  const auto values = torch::from_blob(map.bytes, {map.shape.size()}, torch::kFloat32);
  return values.abs().max().item<float>();
}

}  // namespace

Plan::Plan(const Graph& graph, const std::optional<ActivationRanges>& ranges, PreparedWeights& weights) {
  Planner planner(graph, ranges, weights);
  auto steps = planner.steps();
  std::vector<std::optional<std::size_t>> places(graph.nodes.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (has_range(graph.nodes[i])) places[i] = next++;
  }
  for (auto& made : steps) work_.push_back({std::move(made.step), planner.map(made.node), places[made.node]});
  input_ = planner.map(0);
  output_ = planner.map(graph.nodes.size() - 1);
  memory_ = planner.memory();
}

torch::Tensor Plan::run(const torch::Tensor& input) {
  return run(input, nullptr);
}

torch::Tensor Plan::run(const torch::Tensor& input, const Observer& observer) {
  const auto as_tensor = [](const StoredMap& map) {
    return torch::from_blob(map.bytes, {1, map.shape.rows, map.shape.cols, map.shape.channels}, torch::kFloat32)
        .permute({0, 3, 1, 2});
  };
  as_tensor(input_).copy_(input);
  for (std::size_t i = 0; i < work_.size(); ++i) {
    work_[i].step->run();
    const bool whole = i + 1 == work_.size() || work_[i + 1].place != work_[i].place;
    if (observer && work_[i].place && whole) observer(*work_[i].place, largest_magnitude(work_[i].result));
  }
  return as_tensor(output_).clone();
}

}  // namespace sonolist::model
