#include "model/compiled/convolution_step.h"

#include <oneapi/dnnl/dnnl.hpp>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/compiled/prepared_weights.h"
#include "model/error.h"

namespace sonolist::model {
namespace {

using Dimensions = dnnl::memory::dims;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

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

dnnl::primitive_attr attributes_of(const Node& node, const ConvolutionNumbers& numbers, const Format& to,
                                   const Format& added) {
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
  ConvolutionStep(const Node& node, const StoredMap& from, const StoredMap& to, const Format& added,
                  PreparedWeights& weights)
      : stream_(cpu_engine()) {
    const bool bytes = from.format.element != Element::kFloat;
    const auto& numbers = weights.numbers(node, bytes, from.format.scale, to.format.scale);
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
                                                           cpu_engine());
    primitive_ = dnnl::convolution_forward(chosen);

    const auto weight = weights.weight(node, {sizes, weight_type, given_tag}, chosen.weights_desc());
    const dnnl::memory bias(bias_description, cpu_engine(), numbers.bias.data_ptr());
    arguments_ = {{DNNL_ARG_SRC, dnnl::memory(description_of(from), cpu_engine(), from.bytes)},
                  {DNNL_ARG_WEIGHTS, weight},
                  {DNNL_ARG_BIAS, bias},
                  {DNNL_ARG_DST, dnnl::memory(description_of(to), cpu_engine(), to.bytes)}};
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

std::unique_ptr<Step> make_convolution_step(const Node& node, const StoredMap& from, const StoredMap& to, Format added,
                                            PreparedWeights& weights) {
  try {
    return std::make_unique<ConvolutionStep>(node, from, to, added, weights);
  } catch (const dnnl::error& error) {
    std::ostringstream sentence;
    sentence << "oneDNN refuses a convolution of weights " << node.weight.sizes() << ": " << error.what();
    throw ModelError(sentence.str());
  }
}

}  // namespace sonolist::model
