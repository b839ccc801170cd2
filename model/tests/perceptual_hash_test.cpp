#include "model/dataset/perceptual_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sonolist::model {
namespace {

// Smooth bumps at places that `seed` chooses, as tissue layers have them.
std::vector<std::uint8_t> bumps(int rows, int cols, unsigned seed, double gain = 1.0) {
  std::vector<std::uint8_t> picture;
  for (int row = 0; row < rows; ++row) {
    for (int col = 0; col < cols; ++col) {
      double value = 60.0;
      unsigned state = seed;
      for (int i = 0; i < 12; ++i) {
        state = state * 1664525U + 1013904223U;
        const double x = (state >> 8U & 0xFFU) / 255.0, y = (state >> 16U & 0xFFU) / 255.0;
        const double dx = static_cast<double>(col) / cols - x, dy = static_cast<double>(row) / rows - y;
        value += ((state & 0x80U) != 0U ? 90.0 : -50.0) * std::exp(-40.0 * (dx * dx + dy * dy));
      }
      picture.push_back(static_cast<std::uint8_t>(std::clamp(value * gain, 10.0, 255.0)));
    }
  }
  return picture;
}

PictureHash hash_of(const std::vector<std::uint8_t>& picture, std::int64_t rows, std::int64_t cols) {
  return perceptual_hash({picture.data(), rows, cols, cols});
}

TEST(PerceptualHash, StaysNearlyTheSameAtAnotherSizeAndGain) {
  const auto original = hash_of(bumps(96, 128, 1), 96, 128);
  EXPECT_EQ(hash_distance(original, original), 0);
  EXPECT_LE(hash_distance(original, hash_of(bumps(60, 90, 1), 60, 90)), 6);
  EXPECT_LE(hash_distance(original, hash_of(bumps(96, 128, 1, 0.8), 96, 128)), 10);
}

TEST(PerceptualHash, TellsPicturesApart) {
  for (unsigned seed = 2; seed < 10; ++seed) {
    EXPECT_GT(hash_distance(hash_of(bumps(96, 128, 1), 96, 128), hash_of(bumps(96, 128, seed), 96, 128)), 30) << seed;
  }
}

TEST(PerceptualHash, TellsMirroredPicturesApart) {
  const auto picture = bumps(64, 64, 3);
  auto mirrored = picture;
  for (std::size_t row = 0; row < 64; ++row) {
    const auto begin = mirrored.begin() + static_cast<std::ptrdiff_t>(64 * row);
    std::reverse(begin, begin + 64);
  }
  EXPECT_GT(hash_distance(hash_of(picture, 64, 64), hash_of(mirrored, 64, 64)), 30);
}

TEST(PerceptualHash, DoesNotSeeBlackMargins) {
  const auto picture = bumps(64, 80, 4);
  std::vector<std::uint8_t> framed(std::size_t{100} * 100, 3);
  for (std::size_t row = 0; row < 64; ++row) {
    std::copy_n(picture.begin() + static_cast<std::ptrdiff_t>(row * 80), 80,
                framed.begin() + static_cast<std::ptrdiff_t>((row + 20) * 100 + 7));
  }
  EXPECT_EQ(hash_distance(hash_of(picture, 64, 80), hash_of(framed, 100, 100)), 0);
}

TEST(PerceptualHash, OfBlackAndOfTinyPictures) {
  const auto black = hash_of(std::vector<std::uint8_t>(100, 0), 10, 10);
  EXPECT_EQ(black.frequencies, 0U);
  EXPECT_EQ(black.differences, 0U);
  EXPECT_EQ(hash_of({200}, 1, 1).differences, 0U);
}

}  // namespace
}  // namespace sonolist::model
