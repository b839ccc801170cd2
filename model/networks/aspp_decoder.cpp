#include "model/networks/aspp_decoder.h"

#include <string>

#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kAsppSkipStride = 4;
constexpr std::int64_t kAsppBranches = 5;  // point, three atrous, picture mean
constexpr double kAsppDropout = 0.5;       // of the fused branches, as published

}  // namespace

AsppDecoder::AsppDecoder(const std::vector<FeatureLevel>& levels, const DecoderOptions& options)
    : fine_(level_of_stride(levels, kAsppSkipStride)),
      point_(*this, "point", "point_bn", same_size_conv(levels.back().channels, options.channels, 1)),
      fuse_(*this, "fuse", "fuse_bn", same_size_conv(kAsppBranches * options.channels, options.channels, 1)),
      skip_(*this, "skip", "skip_bn", same_size_conv(levels[fine_].channels, options.skip_channels, 1)) {
  const auto add = [this](const std::string& name, std::int64_t in, std::int64_t out, std::int64_t dilation) {
    return register_module(name, std::make_shared<SeparableConv>(in, out, dilation));
  };
  const auto& deep = levels.back();
  for (std::size_t i = 0; i < atrous_.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i) + 1;
    atrous_[i] =
        add("atrous" + std::to_string(number), deep.channels, options.channels, rate_at(deep.stride, 6 * number));
  }
  refine_ = {add("refine1", options.channels + options.skip_channels, options.channels, 1),
             add("refine2", options.channels, options.channels, 1)};
  global_ = register_module("global", make_picture_mean_conv(deep.channels, options.channels));
  dropout_ = register_module("dropout", torch::nn::Dropout(kAsppDropout));
  classify_ = register_module("classify", make_classifier(options.channels, options.output_channels));
}

torch::Tensor AsppDecoder::forward(const FeatureMaps& features) {
  const auto& deep = features.back();
  const auto& fine = features[fine_];
  std::vector<torch::Tensor> branches = {point_.forward(deep).relu_()};
  for (const auto& atrous : atrous_) branches.push_back(atrous->forward(deep));
  branches.push_back(torch::relu(global_->forward(deep.mean({2, 3}, true))).expand_as(branches.front()));
  auto y = dropout_->forward(fuse_.forward(torch::cat(branches, 1)).relu_());
  y = torch::cat({resize_bilinear(y, fine.size(2), fine.size(3)), skip_.forward(fine).relu_()}, 1);
  for (const auto& refine : refine_) y = refine->forward(y);
  return classify_->forward(y);
}

void AsppDecoder::fold_batch_norm() {
  for (auto* part : {&point_, &fuse_, &skip_}) part->fold(*this);
  for (const auto& part : atrous_) part->fold_batch_norm();
  for (const auto& part : refine_) part->fold_batch_norm();
}

}  // namespace sonolist::model
