// Cross entropy plus soft Dice.
#pragma once

#include <torch/torch.h>

namespace sonolist::model {

struct SegmentationLoss {
  torch::Tensor total, cross_entropy, dice;  // scalars; total = cross_entropy + dice and carries the gradient
};

// logits: [N,C,H,W], computed in float32 whatever comes in; labels: int64 [N,H,W] in 0..C-1. `class_weights`: float [C]
// for the cross entropy, or undefined for equal weights. Dice is that of the whole batch, per foreground class; classes
// without a single label in the batch are left out (their soft Dice would be 0 whatever is predicted), and it is 0 if
// all are.
SegmentationLoss segmentation_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                                   const torch::Tensor& class_weights = {});

}  // namespace sonolist::model
