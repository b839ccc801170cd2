// EfficientNet-Lite as an encoder: inverted residuals without squeeze and excitation, ReLU6; few parameters, and
// weights from natural images may be had under the Apache licence. Tan and Le, ICML 2019, arXiv:1905.11946; "Lite":
// TensorFlow's tpu repository, models/official/efficientnet/lite.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "model/networks/conv_norm.h"
#include "model/networks/encoder.h"
#include "model/networks/encoder_stage.h"

namespace sonolist::model {

struct InvertedResidualOptions {
  std::int64_t in = 0, out = 0;  // channels
  std::int64_t kernel = 3;       // of the depthwise convolution, odd
  std::int64_t stride = 1;       // of the same, 1 or 2
  std::int64_t expansion = 6;    // 1: no widening convolution
};

// Widens ("_expand_conv", "_bn0"), filters each channel ("_depthwise_conv", "_bn1"), narrows ("_project_conv", "_bn2"),
// and adds its input where sizes allow.
class InvertedResidual : public EncoderBlock {
 public:
  explicit InvertedResidual(const InvertedResidualOptions& options);
  torch::Tensor forward(const torch::Tensor& x) override;
  void fold_batch_norm() override;

 private:
  InvertedResidualOptions options_;
  std::unique_ptr<ConvNorm> expand_;  // null where the expansion is 1
  ConvNorm depthwise_, project_;
};

enum class EfficientNetLiteKind { kLite0, kLite1, kLite2 };  // the larger, the more and the wider blocks

// EfficientNet-Lite. Children "_conv_stem", "_bn0", "_blocks", named as the PyTorch ports of EfficientNet do, and with
// attention "attention2" ... "attention5" at the end of strides 4 to 32. Strided
// convolutions pad evenly, unlike TensorFlow's, which pad by the size: what a decoder learnt at one size would lie
// beside its structures at another. 3.4 M parameters (Lite0), 4.1 M (Lite1), 4.8 M (Lite2). Takes no dilation and no
// attention in blocks: options must say stride 32, and stage where there is attention.
class EfficientNetLiteEncoder : public Encoder {
 public:
  EfficientNetLiteEncoder(EfficientNetLiteKind kind, const EncoderOptions& options);
  FeatureMaps forward(const torch::Tensor& x) override;  // strides 2, 4, 8, 16, 32
  void fold_batch_norm() override;

 private:
  ConvNorm stem_;
  std::vector<EncoderStage> stages_;  // one a level
};

}  // namespace sonolist::model
