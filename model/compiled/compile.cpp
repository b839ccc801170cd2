#include "model/compiled/compile.h"

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>

#include "model/compiled/compiled_network.h"
#include "model/error.h"
#include "model/networks/averaged_network.h"

namespace sonolist::model {
namespace {

std::vector<std::shared_ptr<SegmentationNetwork>> members_of(const std::shared_ptr<SegmentationNetwork>& network) {
  if (const auto average = std::dynamic_pointer_cast<AveragedNetwork>(network)) return average->members();
  return {network};
}

}  // namespace

bool processor_likes_bytes() {
  const auto isa = dnnl::get_effective_cpu_isa();
  return isa == dnnl::cpu_isa::avx2_vnni || isa >= dnnl::cpu_isa::avx512_core_vnni;
}

std::shared_ptr<SegmentationNetwork> compile(const std::shared_ptr<SegmentationNetwork>& network,
                                             const Quantisation* quantisation) {
  network->fold_batch_norm();
  auto members = members_of(network);
  if (quantisation != nullptr && quantisation->ranges.size() != members.size()) {
    throw ModelError("int8.json describes " + std::to_string(quantisation->ranges.size()) +
                     " networks, the package has " + std::to_string(members.size()) + "; quantise it again");
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    std::optional<ActivationRanges> ranges;
    if (quantisation != nullptr) ranges = quantisation->ranges[i];
    members[i] = std::make_shared<CompiledNetwork>(members[i], std::move(ranges));
  }
  const auto average = std::dynamic_pointer_cast<AveragedNetwork>(network);
  return average ? std::make_shared<AveragedNetwork>(members, average->views()) : members.front();
}

bool is_planned(const std::shared_ptr<SegmentationNetwork>& network) {
  const auto members = members_of(network);
  return std::all_of(members.begin(), members.end(), [](const auto& member) {
    const auto compiled = std::dynamic_pointer_cast<CompiledNetwork>(member);
    return compiled && compiled->is_planned();
  });
}

std::vector<std::vector<float>> measure_ranges(const std::shared_ptr<SegmentationNetwork>& network,
                                               const torch::Tensor& x) {
  network->fold_batch_norm();
  std::vector<std::vector<float>> ranges;
  for (const auto& member : members_of(network)) ranges.push_back(CompiledNetwork(member).measure_ranges(x));
  return ranges;
}

}  // namespace sonolist::model
