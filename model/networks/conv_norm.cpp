#include "model/networks/conv_norm.h"

#include <cmath>

namespace sonolist::model {

ConvNorm::ConvNorm(torch::nn::Module& parent, const std::string& conv_name, const std::string& norm_name,
                   const torch::nn::Conv2dOptions& convolution, double momentum, double epsilon)
    : conv_name_(conv_name), norm_name_(norm_name), options_(convolution) {
  options_.bias(false);
  conv_ = parent.register_module(conv_name_, torch::nn::Conv2d(options_));
  torch::nn::init::kaiming_normal_(conv_->weight, 0.0, torch::kFanOut, torch::kReLU);
  if (options_.groups() > 1) {
    // The initialiser takes every output for one of every input; with groups it is one of those of its group.
    const torch::NoGradGuard no_gradient;
    conv_->weight.mul_(std::sqrt(static_cast<double>(options_.groups())));
  }
  norm_ = parent.register_module(
      norm_name_, torch::nn::BatchNorm2d(
                      torch::nn::BatchNorm2dOptions(conv_->options.out_channels()).momentum(momentum).eps(epsilon)));
}

torch::Tensor ConvNorm::forward(const torch::Tensor& x) {
  auto y = conv_->forward(x);
  return norm_.is_empty() ? y : norm_->forward(y);
}

void ConvNorm::fold(torch::nn::Module& parent) {
  if (norm_.is_empty()) return;
  torch::NoGradGuard no_grad;
  // A convolution made without bias cannot be given one (its parameter slot is taken), so it is replaced.
  torch::nn::Conv2d folded(options_.bias(true));
  const auto scale = norm_->weight / torch::sqrt(norm_->running_var + norm_->options.eps());
  folded->to(conv_->weight.device(), conv_->weight.scalar_type());
  folded->weight.copy_(conv_->weight * scale.reshape({-1, 1, 1, 1}));
  folded->bias.copy_(norm_->bias - norm_->running_mean * scale);
  folded->train(conv_->is_training());
  parent.replace_module(conv_name_, folded);
  parent.unregister_module(norm_name_);
  conv_ = folded;
  norm_ = nullptr;
}

torch::nn::Conv2dOptions same_size_conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                                        std::int64_t dilation) {
  return torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(dilation * (kernel / 2)).dilation(dilation);
}

}  // namespace sonolist::model
