#include "model/networks/skip_decoder.h"

#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kSkipDecoderStride = 4;
constexpr double kSkipDecoderDropout = 0.1;

}  // namespace

SkipDecoder::SkipDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options)
    : fine_(level_of_stride(levels, kSkipDecoderStride)),
      reduce_(*this, "reduce", "reduce_bn", same_size_conv(levels.back().channels, options.channels, 1)),
      near_(*this, "near", "near_bn",
            same_size_conv(options.channels, options.channels, 3, 1, rate_at(levels.back().stride, 6))),
      far_(*this, "far", "far_bn",
           same_size_conv(options.channels, options.channels, 3, 1, rate_at(levels.back().stride, 12))),
      fuse_(*this, "fuse", "fuse_bn", same_size_conv(4 * options.channels, options.channels / 2, 1)),
      skip_(*this, "skip", "skip_bn", same_size_conv(levels[fine_].channels, options.skip_channels, 1)),
      refine_first_(*this, "refine1", "refine1_bn",
                    same_size_conv(options.channels / 2 + options.skip_channels, options.channels / 2, 3)),
      refine_second_(*this, "refine2", "refine2_bn", same_size_conv(options.channels / 2, options.channels / 2, 3)) {
  global_ = register_module("global", make_picture_mean_conv(options.channels, options.channels));
  dropout_ = register_module("dropout", torch::nn::Dropout2d(kSkipDecoderDropout));
  classify_ = register_module("classify", make_classifier(options.channels / 2, options.output_channels));
}

torch::Tensor SkipDecoder::forward(const FeatureMaps& features) {
  const auto& fine = features[fine_];
  const auto reduced = reduce_.forward(features.back()).relu_();
  const auto whole = torch::relu(global_->forward(reduced.mean({2, 3}, true))).expand_as(reduced);
  auto y = torch::cat({reduced, near_.forward(reduced).relu_(), far_.forward(reduced).relu_(), whole}, 1);
  y = fuse_.forward(y).relu_();
  y = resize_bilinear(y, fine.size(2), fine.size(3));
  y = torch::cat({y, skip_.forward(fine).relu_()}, 1);
  y = refine_first_.forward(y).relu_();
  y = refine_second_.forward(y).relu_();
  return classify_->forward(dropout_->forward(y));
}

void SkipDecoder::fold_batch_norm() {
  for (auto* part : {&reduce_, &near_, &far_, &fuse_, &skip_, &refine_first_, &refine_second_}) part->fold(*this);
}

}  // namespace sonolist::model
