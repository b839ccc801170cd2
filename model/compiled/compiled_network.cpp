#include "model/compiled/compiled_network.h"

#include <algorithm>
#include <vector>

#include "model/compiled/prepared_weights.h"
#include "model/compiled/thread_share.h"
#include "model/error.h"

namespace sonolist::model {

struct CompiledNetwork::Size {
  Graph graph;
  PreparedWeights weights;
  std::map<int, std::vector<std::unique_ptr<Plan>>> idle;  // by number of threads
};

// A plan taken until the end of a call.
class CompiledNetwork::Loan {
 public:
  Loan(CompiledNetwork& network, Size& size)
      : network_(network), size_(size), threads_(threads_of_caller()), plan_(network.take(size, threads_)) {}
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() { network_.give_back(size_, threads_, std::move(plan_)); }

  Plan* operator->() const { return plan_.get(); }

 private:
  CompiledNetwork& network_;
  Size& size_;
  const int threads_;
  std::unique_ptr<Plan> plan_;
};

CompiledNetwork::CompiledNetwork(std::shared_ptr<SegmentationNetwork> network, std::optional<ActivationRanges> ranges)
    : network_(std::move(network)), ranges_(std::move(ranges)) {}

CompiledNetwork::~CompiledNetwork() = default;

CompiledNetwork::Size* CompiledNetwork::size_of(std::int64_t rows, std::int64_t cols) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [entry, is_new] = sizes_.try_emplace({rows, cols});
  if (!is_new) return entry->second.get();
  if (auto graph = trace_graph(*network_, rows, cols, reason_)) {
    entry->second = std::make_unique<Size>(Size{std::move(*graph), {}, {}});
  } else if (ranges_) {
    throw ModelError("the network cannot be run in 8 bits: it has " + reason_);
  }
  return entry->second.get();
}

std::unique_ptr<Plan> CompiledNetwork::take(Size& size, int threads) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& idle = size.idle[threads];
  if (idle.empty()) return std::make_unique<Plan>(size.graph, ranges_, size.weights);
  auto plan = std::move(idle.back());
  idle.pop_back();
  return plan;
}

void CompiledNetwork::give_back(Size& size, int threads, std::unique_ptr<Plan> plan) {
  const std::lock_guard<std::mutex> lock(mutex_);
  size.idle[threads].push_back(std::move(plan));
}

bool CompiledNetwork::is_planned() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::all_of(sizes_.begin(), sizes_.end(), [](const auto& size) { return size.second != nullptr; });
}

torch::Tensor CompiledNetwork::forward(torch::Tensor x) {
  Size* const size = size_of(x.size(2), x.size(3));
  if (size == nullptr) return network_->forward(x);
  const Loan plan(*this, *size);
  if (x.size(0) == 1) return plan->run(x);
  std::vector<torch::Tensor> logits;
  for (std::int64_t i = 0; i < x.size(0); ++i) logits.push_back(plan->run(x.narrow(0, i, 1)));
  return torch::cat(logits);
}

ActivationRanges CompiledNetwork::measure_ranges(const torch::Tensor& x) {
  Size* const size = size_of(x.size(2), x.size(3));
  if (size == nullptr) throw ModelError("the network cannot be run in 8 bits: it has " + reason_);
  const Loan plan(*this, *size);
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
