// What every decoder makes of an encoder's feature maps: logits.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "model/networks/encoder.h"

namespace sonolist::model {

struct DecoderOptions {
  std::int64_t channels = 256;       // width of the decoder
  std::int64_t skip_channels = 48;   // of the fine map after its reduction; the U-Net joins maps whole
  std::int64_t output_channels = 2;  // of the logits
};

class Decoder : public torch::nn::Module {
 public:
  // [N,output_channels,h,w]; h and w are those of the finest map used.
  virtual torch::Tensor forward(const FeatureMaps& features) = 0;
  virtual void fold_batch_norm() = 0;  // as SegmentationNetwork's
};

// Index of the deepest level of this stride. Throws ModelError where there is none.
std::size_t level_of_stride(const std::vector<FeatureLevel>& levels, std::int64_t stride);

// An ASPP's rate of dilation is given for output stride 16; this one covers the same part of the picture at another.
std::int64_t rate_at(std::int64_t output_stride, std::int64_t at_stride_16);

// The last layer of a decoder: a 1x1 convolution whose weights keep the variance, without bias at first.
torch::nn::Conv2d make_classifier(std::int64_t in, std::int64_t classes);

// A 1x1 convolution for the mean of the picture. It has a bias and no normalisation: the map is one cell, of which a
// batch of one picture has no variance.
torch::nn::Conv2d make_picture_mean_conv(std::int64_t in, std::int64_t out);

}  // namespace sonolist::model
