#include "model/compiled/compiled_network.h"

#include <vector>

#include "model/error.h"

namespace sonolist::model {

CompiledNetwork::CompiledNetwork(std::shared_ptr<SegmentationNetwork> network, std::optional<ActivationRanges> ranges)
    : network_(std::move(network)), ranges_(std::move(ranges)) {}

Plan* CompiledNetwork::plan_for(std::int64_t rows, std::int64_t cols) {
  const auto [entry, is_new] = plans_.try_emplace({rows, cols});
  if (!is_new) return entry->second.get();
  if (const auto graph = trace_graph(*network_, rows, cols, reason_)) {
    entry->second = std::make_unique<Plan>(*graph, ranges_);
  } else if (ranges_) {
    throw ModelError("the network cannot be run in 8 bits: it has " + reason_);
  }
  return entry->second.get();
}

torch::Tensor CompiledNetwork::forward(torch::Tensor x) {
  Plan* plan = plan_for(x.size(2), x.size(3));
  if (plan == nullptr) return network_->forward(x);
  if (x.size(0) == 1) return plan->run(x);
  std::vector<torch::Tensor> logits;
  for (std::int64_t i = 0; i < x.size(0); ++i) logits.push_back(plan->run(x.narrow(0, i, 1)));
  return torch::cat(logits);
}

ActivationRanges CompiledNetwork::measure_ranges(const torch::Tensor& x) {
  Plan* plan = plan_for(x.size(2), x.size(3));
  if (plan == nullptr) throw ModelError("the network cannot be run in 8 bits: it has " + reason_);
  const auto count = static_cast<float>(x.size(0));
  ActivationRanges ranges;
  for (std::int64_t i = 0; i < x.size(0); ++i) {
    plan->run(x.narrow(0, i, 1), [&](std::size_t place, float magnitude) {
      if (place >= ranges.size()) ranges.resize(place + 1, 0.0F);
      ranges[place] += magnitude / count;
    });
  }
  return ranges;
}

}  // namespace sonolist::model
