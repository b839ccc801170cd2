#include "model/networks/skip_decoder.h"

#include <vector>

#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

constexpr double kDropout = 0.1;

// ASPP's rates 6 and 12 at output stride 16 cover the same part of the picture at another stride.
std::int64_t rate(std::int64_t at_stride_16, int output_stride) {
  return at_stride_16 * 16 / output_stride;
}

}  // namespace

SkipDecoder::SkipDecoder(const DecoderOptions& options)
    : reduce_(*this, "reduce", "reduce_bn", same_size_conv(ResNetEncoder::kDeepChannels, options.channels, 1)),
      near_(*this, "near", "near_bn",
            same_size_conv(options.channels, options.channels, 3, 1, rate(6, options.output_stride))),
      far_(*this, "far", "far_bn",
           same_size_conv(options.channels, options.channels, 3, 1, rate(12, options.output_stride))),
      fuse_(*this, "fuse", "fuse_bn", same_size_conv(4 * options.channels, options.channels / 2, 1)),
      skip_(*this, "skip", "skip_bn", same_size_conv(ResNetEncoder::kFineChannels, options.skip_channels, 1)),
      refine_first_(*this, "refine1", "refine1_bn",
                    same_size_conv(options.channels / 2 + options.skip_channels, options.channels / 2, 3)),
      refine_second_(*this, "refine2", "refine2_bn", same_size_conv(options.channels / 2, options.channels / 2, 3)) {
  global_ = register_module("global", torch::nn::Conv2d(same_size_conv(options.channels, options.channels, 1)));
  torch::nn::init::kaiming_normal_(global_->weight, 0.0, torch::kFanOut, torch::kReLU);
  torch::nn::init::zeros_(global_->bias);
  dropout_ = register_module("dropout", torch::nn::Dropout2d(kDropout));
  classify_ =
      register_module("classify", torch::nn::Conv2d(same_size_conv(options.channels / 2, options.output_channels, 1)));
  torch::nn::init::normal_(classify_->weight, 0.0, 0.01);
  torch::nn::init::zeros_(classify_->bias);
}

torch::Tensor SkipDecoder::forward(const EncoderFeatures& features) {
  const auto reduced = reduce_.forward(features.deep).relu_();
  const auto whole = torch::relu(global_->forward(reduced.mean({2, 3}, true))).expand_as(reduced);
  auto y = torch::cat({reduced, near_.forward(reduced).relu_(), far_.forward(reduced).relu_(), whole}, 1);
  y = fuse_.forward(y).relu_();
  y = resize_bilinear(y, features.fine.size(2), features.fine.size(3));
  y = torch::cat({y, skip_.forward(features.fine).relu_()}, 1);
  y = refine_first_.forward(y).relu_();
  y = refine_second_.forward(y).relu_();
  return classify_->forward(dropout_->forward(y));
}

void SkipDecoder::fold_batch_norm() {
  for (auto* part : {&reduce_, &near_, &far_, &fuse_, &skip_, &refine_first_, &refine_second_}) part->fold(*this);
}

}  // namespace sonolist::model
