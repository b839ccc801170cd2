#include "model/training/loss.h"

#include <gtest/gtest.h>

#include <cmath>

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
  EXPECT_NEAR(value(loss.cross_entropy), std::log(2.0), 1e-6);
  EXPECT_NEAR(value(loss.dice), 1.0 - 1.0 / 3.0, 1e-6);
  EXPECT_NEAR(value(loss.total), value(loss.cross_entropy) + value(loss.dice), 1e-6);
}

TEST(SegmentationLoss, DiceIsThatOfTheBatch) {
  // Class 1 is only in the first picture; the second, where it is absent, does not get a Dice of its own.
  const auto labels = torch::tensor({1, 1, 0, 0, 0, 0, 0, 0}, torch::kInt64).view({2, 2, 2});
  EXPECT_NEAR(value(segmentation_loss(certain(labels, 2), labels).dice), 0.0, 1e-5);
}

TEST(SegmentationLoss, LeavesAbsentClassesOutOfDice) {
  const auto labels = torch::tensor({0, 0, 1, 1}, torch::kInt64).view({1, 2, 2});
  EXPECT_NEAR(value(segmentation_loss(certain(labels, 5), labels).dice), 0.0, 1e-5);
  const auto background = torch::zeros({1, 2, 2}, torch::kInt64);
  EXPECT_EQ(value(segmentation_loss(torch::zeros({1, 3, 2, 2}), background).dice), 0.0);
}

TEST(SegmentationLoss, WeightsChangeTheCrossEntropyOnly) {
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64).view({1, 2, 2});
  const auto logits = torch::zeros({1, 2, 2, 2}).index_put_({0, 1}, 1.0);
  const auto plain = segmentation_loss(logits, labels);
  const auto weighted = segmentation_loss(logits, labels, torch::tensor({1.0F, 9.0F}));
  EXPECT_LT(value(weighted.cross_entropy), value(plain.cross_entropy));
  EXPECT_EQ(value(weighted.dice), value(plain.dice));
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

}  // namespace
}  // namespace sonolist::model
