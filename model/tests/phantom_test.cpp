#include "model/phantom/phantom.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <utility>
#include <vector>

#include "model/error.h"

namespace sonolist::model {
namespace {

Phantom drawn(std::uint64_t seed, int rows = 240, int cols = 320, std::vector<double> phases = {0.0}) {
  PhantomOptions options;
  options.seed = seed;
  options.rows = rows;
  options.cols = cols;
  options.phases = std::move(phases);
  return draw_phantom(options);
}

struct Mean {
  double sum = 0.0;
  long count = 0;

  void add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return sum / static_cast<double>(count); }
};

struct Region {
  long pixels = 0;
  double row = 0.0;  // of the centre of gravity
  double col = 0.0;
  int lowest_row = 0;
};

Region region_of(const Phantom& phantom, PhantomLabel label, std::size_t frame = 0) {
  Region region;
  for (int row = 0; row < phantom.rows; ++row) {
    for (int col = 0; col < phantom.cols; ++col) {
      if (phantom.frames[frame].labels[static_cast<std::size_t>(row) * phantom.cols + col] != label) continue;
      ++region.pixels;
      region.row += row;
      region.col += col;
      region.lowest_row = row;
    }
  }
  if (region.pixels > 0) {
    region.row /= static_cast<double>(region.pixels);
    region.col /= static_cast<double>(region.pixels);
  }
  return region;
}

Mean grey_of(const Phantom& phantom, PhantomLabel label) {
  Mean mean;
  const PhantomFrame& frame = phantom.frames.front();
  for (std::size_t pixel = 0; pixel < frame.labels.size(); ++pixel) {
    if (frame.labels[pixel] == label) mean.add(frame.picture[pixel]);
  }
  return mean;
}

TEST(Phantom, IsTheSameForTheSameSeed) {
  const Phantom first = drawn(7);
  const Phantom second = drawn(7);
  EXPECT_EQ(first.frames[0].picture, second.frames[0].picture);
  EXPECT_EQ(first.frames[0].labels, second.frames[0].labels);
  EXPECT_EQ(first.mm_per_pixel, second.mm_per_pixel);
}

// What the anterior scene looked like before there were other scenes, with some room for other processors' rounding.
TEST(Phantom, AnteriorSceneStaysAsItWas) {
  struct Known {
    std::uint64_t seed;
    double mean_grey;
    std::array<int, 6> pixels;  // by label
  };
  for (const Known& known : {Known{37, 39.2935, {67166, 3384, 4742, 1126, 255, 127}},
                             Known{111, 43.6043, {65507, 3808, 5750, 1360, 199, 176}}}) {
    const Phantom phantom = drawn(known.seed);
    double sum = 0.0;
    std::array<int, 6> pixels{};
    for (const std::uint8_t grey : phantom.frames[0].picture) sum += grey;
    for (const std::uint8_t label : phantom.frames[0].labels) ++pixels.at(label);
    EXPECT_NEAR(sum / static_cast<double>(phantom.frames[0].picture.size()), known.mean_grey, 0.01);
    for (std::size_t label = 0; label < pixels.size(); ++label) EXPECT_NEAR(pixels[label], known.pixels[label], 2);
  }
}

TEST(Phantom, IsTheSameWhenSeveralAreDrawnAtOnce) {
  auto other = std::async(std::launch::async, [] { return drawn(8); });
  const Phantom parallel = drawn(7);
  const Phantom other_parallel = other.get();
  EXPECT_EQ(parallel.frames[0].picture, drawn(7).frames[0].picture);
  EXPECT_EQ(other_parallel.frames[0].picture, drawn(8).frames[0].picture);
}

TEST(Phantom, DiffersForAnotherSeed) {
  const Phantom first = drawn(7);
  const Phantom second = drawn(8);
  EXPECT_NE(first.frames[0].picture, second.frames[0].picture);
  EXPECT_NE(first.frames[0].labels, second.frames[0].labels);
}

TEST(Phantom, HasTheSizeThatWasAskedFor) {
  const Phantom phantom = drawn(3, 200, 333, {0.0, 0.5});
  EXPECT_EQ(phantom.rows, 200);
  EXPECT_EQ(phantom.cols, 333);
  ASSERT_EQ(phantom.frames.size(), 2U);
  for (const PhantomFrame& frame : phantom.frames) {
    EXPECT_EQ(frame.picture.size(), 200U * 333U);
    EXPECT_EQ(frame.labels.size(), 200U * 333U);
  }
}

TEST(Phantom, RefusesSizesItCannotDraw) {
  EXPECT_THROW(drawn(1, 63, 640), ModelError);
  EXPECT_THROW(drawn(1, 480, 63), ModelError);
  EXPECT_THROW(drawn(1, 4097, 640), ModelError);
  EXPECT_THROW(drawn(1, 480, 4097), ModelError);
  EXPECT_THROW(drawn(1, 0, -1), ModelError);
  EXPECT_NO_THROW(drawn(1, 64, 64));
}

TEST(Phantom, ShowsEveryStructureInMostPicturesButNotAlways) {
  constexpr int kSeeds = 40;
  std::array<int, 6> present{};
  for (int seed = 0; seed < kSeeds; ++seed) {
    const Phantom phantom = drawn(static_cast<std::uint64_t>(seed), 96, 128);
    std::array<bool, 6> here{};
    for (const std::uint8_t label : phantom.frames[0].labels) {
      ASSERT_LE(label, kPhantomFemoralArtery);
      here[label] = true;
    }
    for (std::size_t label = 0; label < here.size(); ++label) present[label] += here[label] ? 1 : 0;
  }
  EXPECT_EQ(present[kPhantomFemur], kSeeds);
  EXPECT_EQ(present[kPhantomAdductorMagnus], kSeeds);
  EXPECT_EQ(present[kPhantomSciaticNerve], kSeeds);
  EXPECT_GE(present[kPhantomSemitendinosus], kSeeds - 8);
  EXPECT_GE(present[kPhantomFemoralArtery], kSeeds - 8);
  EXPECT_LT(present[kPhantomSemitendinosus] + present[kPhantomFemoralArtery], 2 * kSeeds);
}

TEST(Phantom, IsBlackOutsideTheSector) {
  const Phantom phantom = drawn(5);
  const PhantomFrame& frame = phantom.frames[0];
  const auto last = static_cast<std::size_t>(phantom.rows) * phantom.cols - 1;
  for (const std::size_t corner : {std::size_t{0}, static_cast<std::size_t>(phantom.cols - 1), last}) {
    EXPECT_EQ(frame.picture[corner], 0);
    EXPECT_EQ(frame.labels[corner], kPhantomBackground);
  }
}

TEST(Phantom, ArteryHasADarkLumenAndABrightWall) {
  Mean lumen;
  Mean wall;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const Phantom phantom = drawn(seed, 480, 640);
    const Region artery = region_of(phantom, kPhantomFemoralArtery);
    if (artery.pixels == 0) continue;
    const double radius = std::sqrt(static_cast<double>(artery.pixels) / 3.14159265);
    for (int row = 0; row < phantom.rows; ++row) {
      for (int col = 0; col < phantom.cols; ++col) {
        const double distance = std::hypot(row - artery.row, col - artery.col) / radius;
        const double grey = phantom.frames[0].picture[static_cast<std::size_t>(row) * phantom.cols + col];
        if (distance < 0.4) lumen.add(grey);
        if (distance > 0.75 && distance < 1.0) wall.add(grey);
      }
    }
  }
  ASSERT_GT(lumen.count, 100);
  EXPECT_LT(lumen.value(), 0.4 * wall.value());
}

TEST(Phantom, FemurCastsAShadow) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const Phantom phantom = drawn(seed);
    const Region femur = region_of(phantom, kPhantomFemur);
    Mean shadow;
    const int below = static_cast<int>(8.0 / phantom.mm_per_pixel);
    for (int row = femur.lowest_row - below; row < femur.lowest_row; ++row) {
      for (int col = static_cast<int>(femur.col) - 5; col <= static_cast<int>(femur.col) + 5; ++col) {
        shadow.add(phantom.frames[0].picture[static_cast<std::size_t>(row) * phantom.cols + col]);
      }
    }
    EXPECT_LT(shadow.value(), 0.35 * grey_of(phantom, kPhantomAdductorMagnus).value()) << "seed " << seed;
  }
}

TEST(Phantom, NerveIsBrighterThanMuscleOnAverage) {
  Mean nerve;
  Mean muscle;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Phantom phantom = drawn(seed);
    nerve.add(grey_of(phantom, kPhantomSciaticNerve).value());
    muscle.add(grey_of(phantom, kPhantomAdductorMagnus).value());
  }
  EXPECT_GT(nerve.value(), muscle.value() + 15.0);
}

TEST(Phantom, MeasuresTheSameInMillimetresAtEverySize) {
  const Phantom small = drawn(2, 240, 320);
  const Phantom large = drawn(2, 480, 640);
  EXPECT_NEAR(small.mm_per_pixel, 2.0 * large.mm_per_pixel, 1e-12);
  const auto area = [](const Phantom& phantom) {
    return static_cast<double>(region_of(phantom, kPhantomFemur).pixels) * phantom.mm_per_pixel * phantom.mm_per_pixel;
  };
  EXPECT_NEAR(area(small) / area(large), 1.0, 0.02);
  const double diameter = std::sqrt(area(large) * 4.0 / 3.14159265);
  EXPECT_GT(diameter, 24.0);
  EXPECT_LT(diameter, 36.0);
}

TEST(Phantom, ArterySwellsByThreeToFivePerCentOfItsDiameter) {
  const Phantom phantom = drawn(2, 1440, 1920, {0.0, 0.5});
  const auto diastole = static_cast<double>(region_of(phantom, kPhantomFemoralArtery, 0).pixels);
  const auto systole = static_cast<double>(region_of(phantom, kPhantomFemoralArtery, 1).pixels);
  const double swelling = std::sqrt(systole / diastole) - 1.0;
  EXPECT_GT(swelling, 0.025);
  EXPECT_LT(swelling, 0.055);
}

TEST(Phantom, FrameDoesNotDependOnTheFramesAfterIt) {
  const Phantom still = drawn(4);
  const Phantom cine = drawn(4, 240, 320, {0.0, 0.3});
  EXPECT_EQ(still.frames[0].picture, cine.frames[0].picture);
  EXPECT_NE(cine.frames[0].picture, cine.frames[1].picture);
}

}  // namespace
}  // namespace sonolist::model
