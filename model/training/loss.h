// What training minimises: a term of every pixel plus a term of every structure's region.
#pragma once

#include <torch/torch.h>

#include <string>

namespace sonolist::model {

enum class PixelTerm {
  kCrossEntropy,
  kFocal,  // Lin et al., ICCV 2017: certain pixels weigh less
};

enum class RegionTerm {
  kDice,
  kTversky,       // Salehi et al., MLMI 2017: misses and false alarms weigh differently
  kFocalTversky,  // Abraham and Khan, ISBI 2019: (1 - Tversky)^(3/4), so that structures found badly weigh more
};

struct LossOptions {
  PixelTerm pixel = PixelTerm::kCrossEntropy;
  RegionTerm region = RegionTerm::kDice;
  double focal_gamma = 2.0;
  double tversky_alpha = 0.7;       // weight of missed pixels; that of false ones is the rest to 1. 0.5 is Dice
  bool region_per_picture = false;  // a region term for each picture, where a small structure weighs as a large one
  double label_smoothing = 0.0;     // of the cross entropy: so much of the certainty is shared among all classes
};

// Sets the terms from "dice-ce", "dice-focal", "tversky-ce", "tversky-focal", "focal-tversky-ce" or
// "focal-tversky-focal". Throws ModelError for another name.
void set_loss_terms(LossOptions& options, const std::string& name);

// Throws ModelError for a number out of range, and for label smoothing without cross entropy.
void check_loss(const LossOptions& options);

struct SegmentationLoss {
  torch::Tensor total, pixel, region;  // scalars; total = pixel + region and carries the gradient
};

// logits: [N,C,H,W], computed in float32 whatever comes in; labels: int64 [N,H,W] in 0..C-1. `class_weights`: float [C]
// for the pixels, or undefined for equal weights. The region term is that of the whole batch, or of each picture, the
// mean of the foreground classes; classes without a single label there are left out (their soft Dice would be 0
// whatever is predicted), and it is 0 if all are.
SegmentationLoss segmentation_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                                   const torch::Tensor& class_weights = {}, const LossOptions& options = {});

}  // namespace sonolist::model
