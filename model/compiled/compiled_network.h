// A network that runs as a compiled plan: the same function, faster on a CPU.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "model/compiled/activation_ranges.h"
#include "model/compiled/plan.h"
#include "model/networks/segmentation_network.h"

namespace sonolist::model {

// For inference on the CPU. A plan is made at the first picture of each size. Pictures of a batch are run one after
// another: on a CPU nothing is gained by running them together.
class CompiledNetwork : public SegmentationNetwork {
 public:
  // `network`: in eval mode, folded, on the CPU; kept, since plans share its weights. With `ranges`: in 8 bits.
  explicit CompiledNetwork(std::shared_ptr<SegmentationNetwork> network,
                           std::optional<ActivationRanges> ranges = std::nullopt);

  // Throws ModelError as SegmentationNetwork, and when the ranges are not of this network.
  torch::Tensor forward(torch::Tensor x) override;
  FeatureLevel deepest_level() const override { return network_->deepest_level(); }
  bool batch_norm_folded() const override { return true; }

  // Over the pictures x, [N,3,H,W]: the mean of each one's largest magnitude (the largest of all is an outlier, and
  // would make the steps of the usual values coarse). Only without ranges of its own. Throws ModelError when the
  // network cannot be compiled.
  ActivationRanges measure_ranges(const torch::Tensor& x);

 private:
  // Null when an operation of the network is none that a plan knows; `reason_` then says which.
  Plan* plan_for(std::int64_t rows, std::int64_t cols);

  std::shared_ptr<SegmentationNetwork> network_;
  std::optional<ActivationRanges> ranges_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::unique_ptr<Plan>> plans_;
  std::string reason_;
};

}  // namespace sonolist::model
