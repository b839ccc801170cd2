#include "model/networks/decoder.h"

#include <cmath>
#include <string>

#include "model/error.h"
#include "model/networks/conv_norm.h"

namespace sonolist::model {

std::size_t level_of_stride(const std::vector<FeatureLevel>& levels, std::int64_t stride) {
  for (auto index = levels.size(); index-- > 0;) {
    if (levels[index].stride == stride) return index;
  }
  throw ModelError("the encoder has no map of stride " + std::to_string(stride) + ", which the decoder needs");
}

std::int64_t rate_at(std::int64_t output_stride, std::int64_t at_stride_16) {
  return at_stride_16 * 16 / output_stride;
}

torch::nn::Conv2d make_classifier(std::int64_t in, std::int64_t classes) {
  torch::nn::Conv2d classifier(same_size_conv(in, classes, 1));
  // As large as keeps the variance. With weights near zero all features, none below zero, are pushed the same way at
  // first: the few of a narrow decoder then stayed alike, and a U-Net of 16 never told nerves from vessels.
  torch::nn::init::normal_(classifier->weight, 0.0, 1.0 / std::sqrt(static_cast<double>(in)));
  torch::nn::init::zeros_(classifier->bias);
  return classifier;
}

torch::nn::Conv2d make_picture_mean_conv(std::int64_t in, std::int64_t out) {
  torch::nn::Conv2d convolution(same_size_conv(in, out, 1));
  torch::nn::init::kaiming_normal_(convolution->weight, 0.0, torch::kFanOut, torch::kReLU);
  torch::nn::init::zeros_(convolution->bias);
  return convolution;
}

}  // namespace sonolist::model
