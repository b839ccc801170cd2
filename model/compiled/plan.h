// A graph made ready to run again and again at one size: formats chosen, memory shared, convolutions prepared.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "model/compiled/activation_ranges.h"
#include "model/compiled/graph.h"
#include "model/compiled/step.h"

namespace sonolist::model {

class PreparedWeights;

// Not thread safe; several plans of a graph run side by side. Spreads its work over as many threads as the caller had
// when it was made (threads_of_caller()). Its memory: the maps that live at the same time; the weights are shared.
class Plan {
 public:
  // Called after each operation that counts in ActivationRanges, with the largest magnitude of its result.
  using Observer = std::function<void(std::size_t place, float largest)>;

  // With `ranges`, maps between the first and the last convolution are stored in 8 bits and convolutions are of 8 bits;
  // the first one (of the picture) and what follows the last one are not. Throws ModelError when the number of ranges
  // is not that of the graph, and when oneDNN refuses a convolution. `weights`: of this graph and these ranges; must
  // outlive the plan.
  Plan(const Graph& graph, const std::optional<ActivationRanges>& ranges, PreparedWeights& weights);

  // input: [1,3,H,W] float as the graph's. Returns [1,C,H,W], float, with the channels last in memory.
  torch::Tensor run(const torch::Tensor& input);
  // Only of a plan without ranges.
  torch::Tensor run(const torch::Tensor& input, const Observer& observer);

 private:
  struct Work {
    std::unique_ptr<Step> step;
    StoredMap result;
    std::optional<std::size_t> place;  // in ActivationRanges
  };

  std::vector<torch::Tensor> memory_;
  StoredMap input_, output_;
  std::vector<Work> work_;
};

}  // namespace sonolist::model
