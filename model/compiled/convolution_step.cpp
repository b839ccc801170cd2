#include "model/compiled/convolution_step.h"

#include <oneapi/dnnl/dnnl.hpp>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/error.h"

namespace sonolist::model {
namespace {

using Dimensions = dnnl::memory::dims;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

Type type_of(Element element) {
  if (element == Element::kUint8) return Type::u8;
  return element == Element::kInt8 ? Type::s8 : Type::f32;
}

dnnl::memory::desc description_of(const StoredMap& map) {
  return {{1, map.shape.channels, map.shape.rows, map.shape.cols}, type_of(map.format.element), Tag::nhwc};
}

// What follows the last pixel that the window reaches when the size of the result is given.
Dimensions padding_after(const Window& window, const MapShape& from, const MapShape& to) {
  const auto after = [&window](std::size_t axis, std::int64_t in, std::int64_t out) {
    const auto reach = (out - 1) * window.stride[axis] + window.dilation[axis] * (window.kernel[axis] - 1) + 1;
    return reach - in - window.padding[axis];
  };
  return {after(0, from.rows, to.rows), after(1, from.cols, to.cols)};
}

struct Numbers {
  torch::Tensor weight, bias;  // float, or 8 bits with a bias in units of the sum
  std::vector<float> scales;   // from the sum to the result; empty with floats
};

Numbers as_floats(const Node& node) {
  return {node.weight.contiguous(), node.bias.contiguous(), {}};
}

Numbers as_bytes(const Node& node, float from_scale, float to_scale) {
  constexpr float kLargest = 127.0F;
  const auto flat = node.weight.flatten(1);
  const auto weight_scales = (flat.abs().amax({1}) / kLargest).clamp_min(1e-12F);
  Numbers numbers;
  numbers.weight = torch::round(flat / weight_scales.unsqueeze(1)).to(torch::kInt8).reshape(node.weight.sizes());
  const auto of_sum = weight_scales * from_scale;
  numbers.bias = (node.bias / of_sum).contiguous();
  const auto scales = (of_sum / to_scale).contiguous();
  numbers.scales.assign(scales.data_ptr<float>(), scales.data_ptr<float>() + scales.numel());
  return numbers;
}

dnnl::primitive_attr attributes_of(const Node& node, const Numbers& numbers, const Format& to, const Format& added) {
  dnnl::primitive_attr attributes;
  constexpr int kPerChannel = 1 << 1;
  if (!numbers.scales.empty()) attributes.set_output_scales(kPerChannel, numbers.scales);
  dnnl::post_ops after;
  if (node.added) after.append_sum(added.scale / to.scale, type_of(added.element));
  if (node.activation == Activation::kRelu) after.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
  if (node.activation == Activation::kRelu6) {
    after.append_eltwise(1.0F, dnnl::algorithm::eltwise_clip, 0.0F, 6.0F / to.scale);
  }
  attributes.set_post_ops(after);
  return attributes;
}

class ConvolutionStep : public Step {
 public:
  ConvolutionStep(const Node& node, const StoredMap& from, const StoredMap& to, const Format& added) : stream_(cpu()) {
    const bool bytes = from.format.element != Element::kFloat;
    const auto numbers = bytes ? as_bytes(node, from.format.scale, to.format.scale) : as_floats(node);
    const auto& window = node.window;
    auto sizes = node.weight.sizes().vec();
    auto given_tag = Tag::oihw;
    if (window.groups > 1) {
      sizes = {window.groups, sizes[0] / window.groups, sizes[1], sizes[2], sizes[3]};
      given_tag = Tag::goihw;
    }
    const auto weight_type = bytes ? Type::s8 : Type::f32;
    const dnnl::memory::desc bias_description({node.weight.size(0)}, Type::f32, Tag::x);
    const dnnl::convolution_forward::desc wanted(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, description_of(from),
        dnnl::memory::desc(sizes, weight_type, Tag::any), bias_description, description_of(to),
        {window.stride[0], window.stride[1]}, {window.dilation[0] - 1, window.dilation[1] - 1},
        {window.padding[0], window.padding[1]}, padding_after(window, from.shape, to.shape));
    const dnnl::convolution_forward::primitive_desc chosen(wanted, attributes_of(node, numbers, to.format, added),
                                                           cpu());
    primitive_ = dnnl::convolution_forward(chosen);

    dnnl::memory given(dnnl::memory::desc(sizes, weight_type, given_tag), cpu(), numbers.weight.data_ptr());
    dnnl::memory weight(chosen.weights_desc(), cpu());
    dnnl::reorder(given, weight).execute(stream_, given, weight);
    dnnl::memory bias(bias_description, cpu());
    dnnl::memory given_bias(bias_description, cpu(), numbers.bias.data_ptr());
    dnnl::reorder(given_bias, bias).execute(stream_, given_bias, bias);
    stream_.wait();
    arguments_ = {{DNNL_ARG_SRC, dnnl::memory(description_of(from), cpu(), from.bytes)},
                  {DNNL_ARG_WEIGHTS, weight},
                  {DNNL_ARG_BIAS, bias},
                  {DNNL_ARG_DST, dnnl::memory(description_of(to), cpu(), to.bytes)}};
  }

  void run() override {
    primitive_.execute(stream_, arguments_);
    stream_.wait();
  }

 private:
  dnnl::stream stream_;
  dnnl::convolution_forward primitive_;
  std::unordered_map<int, dnnl::memory> arguments_;
};

}  // namespace

std::unique_ptr<Step> make_convolution_step(const Node& node, const StoredMap& from, const StoredMap& to,
                                            Format added) {
  try {
    return std::make_unique<ConvolutionStep>(node, from, to, added);
  } catch (const dnnl::error& error) {
    std::ostringstream sentence;
    sentence << "oneDNN refuses a convolution of weights " << node.weight.sizes() << ": " << error.what();
    throw ModelError(sentence.str());
  }
}

}  // namespace sonolist::model
