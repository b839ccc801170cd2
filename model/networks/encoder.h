// What every encoder gives: feature maps from fine to deep.
#pragma once

#include <torch/torch.h>

#include <optional>
#include <vector>

#include "model/networks/feature_level.h"
#include "model/networks/triplet_attention.h"

namespace sonolist::model {

enum class AttentionPlacement { kBlock, kStage };

struct EncoderOptions {
  int output_stride = 16;                      // 8, 16 or 32
  std::optional<AttentionBranches> attention;  // none without
  AttentionPlacement placement = AttentionPlacement::kBlock;
};

// Maps of one picture, one a level, fine to deep. Of several levels with one stride the later has seen more.
using FeatureMaps = std::vector<torch::Tensor>;

class Encoder : public torch::nn::Module {
 public:
  virtual FeatureMaps forward(const torch::Tensor& x) = 0;  // [N,3,H,W]
  virtual void fold_batch_norm() = 0;                       // as SegmentationNetwork's

  // Constant, fine to deep; the strides never fall.
  const std::vector<FeatureLevel>& levels() const { return levels_; }

 protected:
  std::vector<FeatureLevel> levels_;
};

}  // namespace sonolist::model
