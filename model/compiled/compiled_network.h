// A network that runs as a compiled plan: the same function, faster on a CPU.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "model/compiled/activation_ranges.h"
#include "model/compiled/plan.h"
#include "model/networks/segmentation_network.h"

namespace sonolist::model {

// For inference on the CPU. Pictures of a batch are run one after another: on a CPU nothing is gained by running them
// together. forward() is thread safe: calls run side by side, each on as many threads as its caller has
// (threads_of_caller()), each with a plan of its own. A plan is made when a picture finds none of its size and number
// of threads idle; there are as many as ever ran at once.
class CompiledNetwork : public SegmentationNetwork {
 public:
  // `network`: in eval mode, folded, on the CPU; kept, since plans share its weights. With `ranges`: in 8 bits.
  explicit CompiledNetwork(std::shared_ptr<SegmentationNetwork> network,
                           std::optional<ActivationRanges> ranges = std::nullopt);
  ~CompiledNetwork() override;

  // Throws ModelError as SegmentationNetwork, and when the ranges are not of this network.
  torch::Tensor forward(torch::Tensor x) override;
  FeatureLevel deepest_level() const override { return network_->deepest_level(); }
  bool batch_norm_folded() const override { return true; }

  // Whether plans were found for all sizes so far; else LibTorch runs some, and calls should not run side by side.
  bool is_planned();

  // Over the pictures x, [N,3,H,W]: the mean of each one's largest magnitude (the largest of all is an outlier, and
  // would make the steps of the usual values coarse). Only without ranges of its own. Throws ModelError when the
  // network cannot be compiled.
  ActivationRanges measure_ranges(const torch::Tensor& x);

 private:
  struct Size;  // what plans of one size share
  class Loan;

  // Null when an operation of the network is none that a plan knows; `reason_` then says which.
  Size* size_of(std::int64_t rows, std::int64_t cols);
  std::unique_ptr<Plan> take(Size& size, int threads);
  void give_back(Size& size, int threads, std::unique_ptr<Plan> plan);

  std::shared_ptr<SegmentationNetwork> network_;
  std::optional<ActivationRanges> ranges_;
  std::mutex mutex_;  // guards all below
  std::map<std::pair<std::int64_t, std::int64_t>, std::unique_ptr<Size>> sizes_;
  std::string reason_;
};

}  // namespace sonolist::model
