// A convolution and the batch normalisation that follows it, foldable into one convolution.
#pragma once

#include <torch/torch.h>

#include <string>

namespace sonolist::model {

// Registers two children in `parent` under the names given, so that state dicts keep the flat names of torchvision
// ("conv1", "bn1"). Held by value in the parent, whose address must not change.
class ConvNorm {
 public:
  // The convolution is made without bias and with He initialisation (fan out); normalisation starts as the identity.
  ConvNorm(torch::nn::Module& parent, const std::string& conv_name, const std::string& norm_name,
           const torch::nn::Conv2dOptions& convolution, double momentum = 0.1, double epsilon = 1e-5);

  torch::Tensor forward(const torch::Tensor& x);

  // conv.weight *= gamma / sqrt(var + eps), conv.bias = beta - mean * gamma / sqrt(var + eps); the normalisation leaves
  // `parent`. Exact in eval mode. A second call does nothing.
  void fold(torch::nn::Module& parent);

  torch::nn::BatchNorm2d& norm() { return norm_; }
  const torch::nn::Conv2d& convolution() const { return conv_; }

 private:
  std::string conv_name_, norm_name_;
  torch::nn::Conv2dOptions options_;
  torch::nn::Conv2d conv_{nullptr};
  torch::nn::BatchNorm2d norm_{nullptr};
};

// Options of a convolution that keeps the size at stride 1 (odd kernel, zero padding).
torch::nn::Conv2dOptions same_size_conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1,
                                        std::int64_t dilation = 1);

}  // namespace sonolist::model
