#include "model/networks/cost.h"

#include <ATen/record_function.h>

#include <memory>
#include <string_view>
#include <vector>

namespace sonolist::model {
namespace {

// LibTorch's observers are plain functions without a place for data of their own.
thread_local std::int64_t observed_multiply_accumulates = 0;

std::int64_t convolution_extent(std::int64_t input, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                                std::int64_t dilation) {
  return (input + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
}

// aten::convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups)
std::unique_ptr<at::ObserverContext> observe_convolution(const at::RecordFunction& function) {
  if (std::string_view(function.name()) != "aten::convolution") return nullptr;
  const auto arguments = function.inputs();
  const auto input = arguments[0].toTensor(), weight = arguments[1].toTensor();
  const auto stride = arguments[3].toIntVector(), padding = arguments[4].toIntVector(),
             dilation = arguments[5].toIntVector();
  std::int64_t outputs = input.size(0) * weight.size(0);
  for (std::size_t axis = 0; axis < stride.size(); ++axis) {
    const auto dimension = static_cast<std::int64_t>(axis) + 2;
    outputs *=
        convolution_extent(input.size(dimension), weight.size(dimension), stride[axis], padding[axis], dilation[axis]);
  }
  observed_multiply_accumulates += outputs * (weight.numel() / weight.size(0));
  return nullptr;
}

class ConvolutionObserver {
 public:
  ConvolutionObserver()
      : handle_(at::addThreadLocalCallback(
            at::RecordFunctionCallback(observe_convolution).needsInputs(true).scopes({at::RecordScope::FUNCTION}))) {
    observed_multiply_accumulates = 0;
  }
  ~ConvolutionObserver() { at::removeCallback(handle_); }
  ConvolutionObserver(const ConvolutionObserver&) = delete;
  ConvolutionObserver& operator=(const ConvolutionObserver&) = delete;

 private:
  at::CallbackHandle handle_;
};

}  // namespace

NetworkCost network_cost(SegmentationNetwork& network, std::int64_t height, std::int64_t width) {
  NetworkCost cost;
  torch::Device device(torch::kCPU);
  for (const auto& parameter : network.parameters()) {
    cost.parameters += parameter.numel();
    device = parameter.device();
  }
  const bool training = network.is_training();
  network.eval();
  const torch::NoGradGuard no_gradient;
  const ConvolutionObserver observer;
  network.forward(torch::zeros({1, 3, height, width}, device));
  cost.multiply_accumulates = observed_multiply_accumulates;
  network.train(training);
  return cost;
}

}  // namespace sonolist::model
