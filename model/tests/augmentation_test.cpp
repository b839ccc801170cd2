#include "model/training/augmentation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"

namespace sonolist::model {
namespace {

AugmentationOptions crop_only(std::int64_t height, std::int64_t width) {
  AugmentationOptions options;
  options.crop_height = height;
  options.crop_width = width;
  options.rotation_degrees = 0.0;
  return options;
}

// Two samples whose pixels all differ within a row and column; the labels say the same as the pictures.
torch::Tensor distinct_pixels(std::int64_t height, std::int64_t width) {
  return torch::arange(2 * height * width).remainder(251).view({2, height, width}).to(torch::kUInt8);
}

torch::Tensor grey_levels(const torch::Tensor& pictures) {
  return (pictures * 255.0).round().to(torch::kInt64).squeeze(1);
}

bool is_window_of(const torch::Tensor& window, const torch::Tensor& whole) {
  for (std::int64_t y = 0; y + window.size(0) <= whole.size(0); ++y) {
    for (std::int64_t x = 0; x + window.size(1) <= whole.size(1); ++x) {
      if (whole.slice(0, y, y + window.size(0)).slice(1, x, x + window.size(1)).to(torch::kInt64).equal(window))
        return true;
    }
  }
  return false;
}

TEST(Augmentation, WithoutOptionsChangesNothing) {
  const auto pictures = distinct_pixels(7, 9);
  const auto batch = augment(pictures, pictures, crop_only(0, 0), 1);
  EXPECT_TRUE(grey_levels(batch.pictures).equal(pictures.to(torch::kInt64)));
  EXPECT_TRUE(batch.labels.equal(pictures.to(torch::kInt64)));
}

TEST(Augmentation, ACropIsAWindowOfThePicture) {
  const auto pictures = distinct_pixels(8, 11);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto batch = augment(pictures, pictures, crop_only(5, 6), seed);
    ASSERT_EQ(batch.pictures.sizes(), (std::vector<std::int64_t>{2, 1, 5, 6}));
    for (std::int64_t i = 0; i < 2; ++i) {
      EXPECT_TRUE(is_window_of(grey_levels(batch.pictures)[i], pictures[i]));
      EXPECT_TRUE(batch.labels[i].equal(grey_levels(batch.pictures)[i]));
    }
  }
}

TEST(Augmentation, IsDeterminedByTheSeed) {
  const auto pictures = distinct_pixels(16, 20);
  AugmentationOptions options = crop_only(9, 9);
  options.rotation_degrees = 10.0;
  options.gain = options.gamma = options.scale = 0.2;
  options.flip = true;
  const auto first = augment(pictures, pictures, options, 5), again = augment(pictures, pictures, options, 5),
             other = augment(pictures, pictures, options, 6);
  EXPECT_TRUE(first.pictures.equal(again.pictures));
  EXPECT_TRUE(first.labels.equal(again.labels));
  EXPECT_FALSE(first.pictures.equal(other.pictures));
}

TEST(Augmentation, FlipMirrorsLeftAndRightOnly) {
  const auto pictures = distinct_pixels(5, 8);
  auto options = crop_only(0, 0);
  options.flip = true;
  int mirrored = 0;
  for (std::uint64_t seed = 0; seed < 16; ++seed) {
    const auto levels = grey_levels(augment(pictures, pictures, options, seed).pictures)[0];
    const auto original = pictures[0].to(torch::kInt64);
    const bool same = levels.equal(original), flipped = levels.equal(original.flip(1));
    EXPECT_TRUE(same || flipped);
    mirrored += flipped ? 1 : 0;
  }
  EXPECT_GT(mirrored, 0);
  EXPECT_LT(mirrored, 16);
}

// A disc off the centre of a wide picture stays a disc of the same size and distance: rotation is one of pixels.
TEST(Augmentation, RotationKeepsShapesInAWidePicture) {
  const std::int64_t height = 100, width = 200;
  const auto y = torch::arange(height).view({-1, 1}) - 49.5, x = torch::arange(width).view({1, -1}) - 129.5;
  const auto labels = ((x * x + y * y) < 100.0).to(torch::kUInt8).unsqueeze(0);
  const double area = labels.sum().item<double>();
  auto options = crop_only(0, 0);
  options.rotation_degrees = 60.0;
  double farthest = 0.0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto turned = augment(labels * 255, labels, options, seed).labels[0];
    EXPECT_NEAR(turned.sum().item<double>(), area, 0.03 * area);
    const auto places = turned.nonzero().to(torch::kFloat64).mean(0);
    const double down = places[0].item<double>() - 49.5, right = places[1].item<double>() - 99.5;
    EXPECT_NEAR(std::hypot(down, right), 30.0, 0.5);
    farthest = std::max(farthest, std::abs(down));
  }
  EXPECT_GT(farthest, 5.0);
}

TEST(Augmentation, LabelsStayClasses) {
  const auto labels = (distinct_pixels(32, 32) > 100).to(torch::kUInt8) * 5;
  auto options = crop_only(20, 20);
  options.rotation_degrees = 10.0;
  options.scale = 0.3;
  const auto batch = augment(labels, labels, options, 3);
  EXPECT_TRUE(((batch.labels == 0) | (batch.labels == 5)).all().item<bool>());
}

TEST(Augmentation, BrightnessLeavesLabelsAlone) {
  const auto pictures = distinct_pixels(12, 12);
  auto options = crop_only(0, 0);
  options.gain = 0.5;
  options.gamma = 0.5;
  const auto batch = augment(pictures, pictures, options, 2);
  EXPECT_TRUE(batch.labels.equal(pictures.to(torch::kInt64)));
  EXPECT_FALSE(grey_levels(batch.pictures).equal(pictures.to(torch::kInt64)));
  EXPECT_GE(batch.pictures.min().item<float>(), 0.0F);
  EXPECT_LE(batch.pictures.max().item<float>(), 1.0F);
}

TEST(Augmentation, TheEchoDoesNotMoveTheGeometry) {
  const auto pictures = distinct_pixels(24, 30);
  AugmentationOptions plain = crop_only(20, 22);
  plain.rotation_degrees = 20.0;
  plain.elastic = {5.0, 0.5};
  auto changed = plain;
  changed.speckle = changed.shadow = changed.gain = 0.5;
  changed.tgc = {0.5, 0.5};
  const auto without = augment(pictures, pictures, plain, 4), with = augment(pictures, pictures, changed, 4);
  EXPECT_TRUE(without.labels.equal(with.labels));
  EXPECT_FALSE(without.pictures.equal(with.pictures));
}

TEST(Augmentation, RefusesWhatDoesNotFit) {
  EXPECT_THROW(check_augmentation(crop_only(11, 10), 10, 10), ModelError);
  EXPECT_NO_THROW(check_augmentation(crop_only(10, 10), 10, 10));
  auto options = crop_only(0, 0);
  options.scale = 1.0;
  EXPECT_THROW(check_augmentation(options, 10, 10), ModelError);
  options = crop_only(0, 0);
  options.gain = -0.1;
  EXPECT_THROW(check_augmentation(options, 10, 10), ModelError);
  options = crop_only(0, 0);
  options.rotation_degrees = 181.0;
  EXPECT_THROW(check_augmentation(options, 10, 10), ModelError);
}

}  // namespace
}  // namespace sonolist::model
