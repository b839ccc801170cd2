#include "model/compiled/prepared_weights.h"

namespace sonolist::model {
namespace {

ConvolutionNumbers as_floats(const Node& node) {
  return {node.weight.contiguous(), node.bias.contiguous(), {}};
}

ConvolutionNumbers as_bytes(const Node& node, float from_scale, float to_scale) {
  constexpr float kLargest = 127.0F;
  const auto flat = node.weight.flatten(1);
  const auto weight_scales = (flat.abs().amax({1}) / kLargest).clamp_min(1e-12F);
  ConvolutionNumbers numbers;
  numbers.weight = torch::round(flat / weight_scales.unsqueeze(1)).to(torch::kInt8).reshape(node.weight.sizes());
  const auto of_sum = weight_scales * from_scale;
  numbers.bias = (node.bias / of_sum).contiguous();
  const auto scales = (of_sum / to_scale).contiguous();
  numbers.scales.assign(scales.data_ptr<float>(), scales.data_ptr<float>() + scales.numel());
  return numbers;
}

}  // namespace

const dnnl::engine& cpu_engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

const ConvolutionNumbers& PreparedWeights::numbers(const Node& node, bool bytes, float from_scale, float to_scale) {
  const auto [entry, is_new] = nodes_.try_emplace(&node);
  if (is_new) entry->second.numbers = bytes ? as_bytes(node, from_scale, to_scale) : as_floats(node);
  return entry->second.numbers;
}

dnnl::memory PreparedWeights::weight(const Node& node, const dnnl::memory::desc& given,
                                     const dnnl::memory::desc& wanted) {
  auto& prepared = nodes_.at(&node);
  for (const auto& weight : prepared.weights) {
    if (weight.get_desc() == wanted) return weight;
  }
  dnnl::stream stream(cpu_engine());
  dnnl::memory plain(given, cpu_engine(), prepared.numbers.weight.data_ptr());
  dnnl::memory weight(wanted, cpu_engine());
  dnnl::reorder(plain, weight).execute(stream, plain, weight);
  stream.wait();
  prepared.weights.push_back(weight);
  return weight;
}

}  // namespace sonolist::model
