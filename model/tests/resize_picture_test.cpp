#include "model/dataset/resize_picture.h"

#include <gmock/gmock.h>

#include <numeric>

namespace sonolist::model {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::FloatNear;

TEST(ResizePicture, LeavesTheSameSizeAsItIs) {
  const std::vector<std::uint8_t> pixels{1, 2, 3, 4, 5, 6};
  const GreyView view{pixels.data(), 2, 3, 3};
  EXPECT_EQ(rounded(resize_grey(view, 2, 3)), pixels);
  EXPECT_EQ(resize_labels(view, 2, 3), pixels);
}

TEST(ResizePicture, ShrinksByArea) {
  const std::vector<std::uint8_t> pixels{0, 10, 20, 30, 40, 50};
  EXPECT_THAT(resize_grey({pixels.data(), 1, 6, 6}, 1, 3), ElementsAre(5, 25, 45));
  // 6 to 4: pixel 0 covers 0 and half of 1.
  EXPECT_THAT(resize_grey({pixels.data(), 1, 6, 6}, 1, 4),
              ElementsAre(FloatNear(10.0F / 3, 1e-4F), FloatNear(50.0F / 3, 1e-4F), FloatNear(100.0F / 3, 1e-4F),
                          FloatNear(140.0F / 3, 1e-4F)));
}

TEST(ResizePicture, GrowsBilinearlyBetweenCentres) {
  const std::vector<std::uint8_t> pixels{0, 100};
  EXPECT_THAT(resize_grey({pixels.data(), 1, 2, 2}, 1, 4), ElementsAre(0, 25, 75, 100));
  EXPECT_THAT(resize_grey({pixels.data(), 2, 1, 1}, 4, 1), ElementsAre(0, 25, 75, 100));
}

TEST(ResizePicture, KeepsTheMeanWhenItShrinks) {
  std::vector<std::uint8_t> pixels(std::size_t{37} * 53);
  std::iota(pixels.begin(), pixels.end(), std::uint8_t{0});
  const auto resized = resize_grey({pixels.data(), 37, 53, 53}, 8, 9);
  const double mean = std::accumulate(pixels.begin(), pixels.end(), 0.0) / (37.0 * 53.0);
  EXPECT_NEAR(std::accumulate(resized.begin(), resized.end(), 0.0) / 72.0, mean, 0.01);
}

TEST(ResizePicture, ReadsAPartOfALargerPicture) {
  const std::vector<std::uint8_t> pixels{1, 2, 9, 3, 4, 9};
  EXPECT_THAT(rounded(resize_grey({pixels.data(), 2, 2, 3}, 2, 2)), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(resize_labels({pixels.data() + 1, 2, 2, 3}, 2, 2), ElementsAre(2, 9, 4, 9));
}

TEST(ResizePicture, TakesTheLabelUnderTheCentre) {
  const std::vector<std::uint8_t> labels{1, 2, 3, 4, 5, 6};
  EXPECT_THAT(resize_labels({labels.data(), 1, 6, 6}, 1, 2), ElementsAre(2, 5));
  EXPECT_THAT(resize_labels({labels.data(), 1, 6, 6}, 1, 12), ElementsAre(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6));
}

TEST(ResizePicture, GrowsOnePixel) {
  const std::vector<std::uint8_t> pixel{77};
  EXPECT_THAT(rounded(resize_grey({pixel.data(), 1, 1, 1}, 3, 2)), Each(77));
}

}  // namespace
}  // namespace sonolist::model
