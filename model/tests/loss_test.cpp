#include "model/training/loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"

namespace sonolist::model {
namespace {

// Logits so large that the softmax is `labels` itself.
torch::Tensor certain(const torch::Tensor& labels, std::int64_t channels) {
  return torch::one_hot(labels, channels).permute({0, 3, 1, 2}).to(torch::kFloat32) * 50.0;
}

double value(const torch::Tensor& scalar) {
  return scalar.item<double>();
}

TEST(SegmentationLoss, IsZeroForACertainAndRightAnswer) {
  const auto labels = torch::tensor({0, 1, 2, 1}, torch::kInt64).view({1, 2, 2});
  const auto loss = segmentation_loss(certain(labels, 3), labels);
  EXPECT_NEAR(value(loss.total), 0.0, 1e-5);
}

TEST(SegmentationLoss, MatchesTheFormulaByHand) {
  // Equal logits: every probability is 1/2. Class 1 covers one of four pixels: Dice = 2*0.5/(2+1).
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto loss = segmentation_loss(torch::zeros({1, 2, 2, 2}), labels);
  EXPECT_NEAR(value(loss.pixel), std::log(2.0), 1e-6);
  EXPECT_NEAR(value(loss.region), 1.0 - 1.0 / 3.0, 1e-6);
  EXPECT_NEAR(value(loss.total), value(loss.pixel) + value(loss.region), 1e-6);
}

TEST(SegmentationLoss, DiceIsThatOfTheBatch) {
  // Class 1 is only in the first picture; the second, where it is absent, does not get a Dice of its own.
  const auto labels = torch::tensor({1, 1, 0, 0, 0, 0, 0, 0}, torch::kInt64).view({2, 2, 2});
  EXPECT_NEAR(value(segmentation_loss(certain(labels, 2), labels).region), 0.0, 1e-5);
}

TEST(SegmentationLoss, RegionPerPictureIsTheMeanOfThePicturesThatHoldTheClass) {
  const auto labels = torch::tensor({1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0}, torch::kInt64).view({3, 2, 2});
  LossOptions options;
  options.region_per_picture = true;
  // Every probability is 1/2: Dice 2*2/(2+4) and 2*0.5/(2+1); the third picture has none.
  EXPECT_NEAR(value(segmentation_loss(torch::zeros({3, 2, 2, 2}), labels, {}, options).region),
              1.0 - (2.0 / 3.0 + 1.0 / 3.0) / 2.0, 1e-6);
}

TEST(SegmentationLoss, LeavesAbsentClassesOutOfDice) {
  const auto labels = torch::tensor({0, 0, 1, 1}, torch::kInt64).view({1, 2, 2});
  EXPECT_NEAR(value(segmentation_loss(certain(labels, 5), labels).region), 0.0, 1e-5);
  const auto background = torch::zeros({1, 2, 2}, torch::kInt64);
  EXPECT_EQ(value(segmentation_loss(torch::zeros({1, 3, 2, 2}), background).region), 0.0);
}

TEST(SegmentationLoss, WeightsChangeTheCrossEntropyOnly) {
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto logits = torch::zeros({1, 2, 2, 2}).index_put_({0, 1}, 1.0);
  const auto plain = segmentation_loss(logits, labels);
  const auto weighted = segmentation_loss(logits, labels, torch::tensor({1.0F, 9.0F}));
  EXPECT_LT(value(weighted.pixel), value(plain.pixel));
  EXPECT_EQ(value(weighted.region), value(plain.region));
}

TEST(SegmentationLoss, ComputesIn32BitsAndCarriesTheGradient) {
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto logits = torch::zeros({1, 2, 2, 2}, torch::kBFloat16).requires_grad_();
  const auto loss = segmentation_loss(logits, labels);
  EXPECT_EQ(loss.total.scalar_type(), torch::kFloat32);
  loss.total.backward();
  // More of class 1 lowers the loss where class 1 is, and raises it elsewhere.
  EXPECT_LT(value(logits.grad()[0][1][1][1]), 0.0);
  EXPECT_GT(value(logits.grad()[0][1][0][0]), 0.0);
}

LossOptions options_of_loss(const std::string& name) {
  LossOptions options;
  set_loss_terms(options, name);
  return options;
}

TEST(SegmentationLoss, FocalIsCrossEntropyWhereGammaIsZero) {
  torch::manual_seed(3);
  const auto labels = torch::randint(0, 3, {2, 4, 4}), weights = torch::tensor({0.5F, 1.0F, 3.0F});
  const auto logits = torch::randn({2, 3, 4, 4});
  auto options = options_of_loss("dice-focal");
  options.focal_gamma = 0.0;
  EXPECT_NEAR(value(segmentation_loss(logits, labels, {}, options).pixel),
              value(segmentation_loss(logits, labels).pixel), 1e-5);
  EXPECT_NEAR(value(segmentation_loss(logits, labels, weights, options).pixel),
              value(segmentation_loss(logits, labels, weights).pixel), 1e-5);
}

TEST(SegmentationLoss, FocalMatchesTheFormulaByHand) {
  // Every probability is 1/2: (1 - 1/2)^2 of the cross entropy is left.
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto loss = segmentation_loss(torch::zeros({1, 2, 2, 2}), labels, {}, options_of_loss("dice-focal"));
  EXPECT_NEAR(value(loss.pixel), std::log(2.0) / 4.0, 1e-6);
}

TEST(SegmentationLoss, TverskyIsDiceAtOneHalfAndElseWeighsMisses) {
  torch::manual_seed(4);
  const auto labels = torch::randint(0, 3, {1, 6, 6});
  const auto logits = torch::randn({1, 3, 6, 6});
  auto options = options_of_loss("tversky-ce");
  options.tversky_alpha = 0.5;
  EXPECT_NEAR(value(segmentation_loss(logits, labels, {}, options).region),
              value(segmentation_loss(logits, labels).region), 1e-6);

  // Nothing of two labelled pixels is found with certainty in one answer, and two too many are in the other.
  const auto truth = torch::tensor({1, 1, 1, 1, 0, 0}, torch::kInt64).view({1, 1, 6});
  const auto missing = torch::tensor({1, 1, 0, 0, 0, 0}, torch::kInt64).view({1, 1, 6});
  const auto excess = torch::tensor({1, 1, 1, 1, 1, 1}, torch::kInt64).view({1, 1, 6});
  options.tversky_alpha = 0.8;
  EXPECT_NEAR(value(segmentation_loss(certain(missing, 2), truth, {}, options).region), 1.0 - 2.0 / (2.0 + 0.8 * 2.0),
              1e-5);
  EXPECT_NEAR(value(segmentation_loss(certain(excess, 2), truth, {}, options).region), 1.0 - 4.0 / (4.0 + 0.2 * 2.0),
              1e-5);
}

TEST(SegmentationLoss, FocalTverskyIsAPowerOfTversky) {
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto logits = torch::zeros({1, 2, 2, 2});
  const auto tversky = value(segmentation_loss(logits, labels, {}, options_of_loss("tversky-ce")).region);
  const auto focal = value(segmentation_loss(logits, labels, {}, options_of_loss("focal-tversky-ce")).region);
  EXPECT_NEAR(focal, std::pow(tversky, 0.75), 1e-6);
}

TEST(SegmentationLoss, SmoothingAsksForLessCertainty) {
  const auto labels = torch::tensor({0, 1}, torch::kInt64).view({1, 1, 2});
  LossOptions options;
  options.label_smoothing = 0.1;
  // Two classes: 0.95 of the truth and 0.05 of the other. At equal probabilities nothing changes.
  EXPECT_NEAR(value(segmentation_loss(torch::zeros({1, 2, 1, 2}), labels, {}, options).pixel), std::log(2.0), 1e-6);
  EXPECT_NEAR(value(segmentation_loss(certain(labels, 2), labels, {}, options).pixel), 0.05 * 50.0, 1e-4);
}

TEST(SegmentationLoss, EveryKindHasFiniteGradientsAtTheTruth) {
  const auto labels = torch::tensor({0, 1, 2, 1}, torch::kInt64).view({1, 2, 2});
  for (const char* name :
       {"dice-ce", "dice-focal", "tversky-ce", "tversky-focal", "focal-tversky-ce", "focal-tversky-focal"}) {
    const auto logits = certain(labels, 3).requires_grad_();
    segmentation_loss(logits, labels, {}, options_of_loss(name)).total.backward();
    EXPECT_TRUE(logits.grad().isfinite().all().item<bool>()) << name;
  }
}

TEST(SegmentationLoss, RefusesUnknownNamesAndContradictions) {
  LossOptions options;
  for (const char* name : {"", "dice", "ce", "ce-dice", "dice-", "lovasz-ce"}) {
    EXPECT_THROW(set_loss_terms(options, name), ModelError) << name;
  }
  EXPECT_NO_THROW(check_loss(options));
  options.tversky_alpha = 1.0;
  EXPECT_THROW(check_loss(options), ModelError);
  options = options_of_loss("dice-focal");
  options.label_smoothing = 0.1;
  EXPECT_THROW(check_loss(options), ModelError);
}

}  // namespace
}  // namespace sonolist::model
