#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "model/phantom/limb.h"
#include "model/phantom/machine.h"
#include "model/phantom/phantom.h"

namespace sonolist::model {
namespace {

PhantomOptions regional(std::uint64_t seed, int rows = 96, int cols = 128) {
  PhantomOptions options;
  options.scene = PhantomScene::kRegional;
  options.detail = PhantomDetail::kReduced;
  options.seed = seed;
  options.rows = rows;
  options.cols = cols;
  return options;
}

double regional_parameter(const Phantom& phantom, const std::string& name) {
  for (const Parameter& parameter : phantom.parameters) {
    if (parameter.name == name) return parameter.value;
  }
  ADD_FAILURE() << "no parameter " << name;
  return 0.0;
}

TEST(RegionalPhantom, HasNervesAlwaysAndVesselsMostly) {
  constexpr int kSeeds = 30;
  int with_nerve = 0;
  int with_vessel = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Phantom phantom = draw_phantom(regional(seed));
    std::array<int, 3> pixels{};
    for (const std::uint8_t label : phantom.frames[0].labels) {
      ASSERT_LE(label, kRegionalVessel);
      ++pixels[label];
    }
    with_nerve += pixels[kRegionalNerve] > 0 ? 1 : 0;
    with_vessel += pixels[kRegionalVessel] > 0 ? 1 : 0;
    EXPECT_GT(pixels[kRegionalBackground], static_cast<int>(phantom.frames[0].labels.size()) / 2) << "seed " << seed;
  }
  EXPECT_GE(with_nerve, kSeeds - 1);
  EXPECT_GE(with_vessel, kSeeds * 2 / 3);
  EXPECT_LT(with_vessel, kSeeds);
}

TEST(RegionalPhantom, LabelsStayWithinTheView) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Phantom phantom = draw_phantom(regional(seed));
    const double half_height = 0.5 * regional_parameter(phantom, "display_depth_mm");
    for (int row = 0; row < phantom.rows; ++row) {
      for (int col = 0; col < phantom.cols; ++col) {
        const double x = (col + 0.5 - 0.5 * phantom.cols) * phantom.mm_per_pixel;
        const double from_middle = (row + 0.5 - 0.5 * phantom.rows) * phantom.mm_per_pixel;
        if (std::abs(x) <= 19.0 && std::abs(from_middle) <= half_height) continue;
        const std::size_t pixel = static_cast<std::size_t>(row) * phantom.cols + col;
        ASSERT_EQ(phantom.frames[0].labels[pixel], 0) << "seed " << seed;
        ASSERT_EQ(phantom.frames[0].picture[pixel], 0) << "seed " << seed;
      }
    }
  }
}

TEST(RegionalPhantom, LabelsAreThoseOfTheBodyThatIsThere) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Random probe_stream(seed, 0);
    Random anatomy_stream(seed, 1);
    const Probe probe = draw_linear_probe(probe_stream);
    const Limb limb(probe, anatomy_stream);
    for (double z = 0.3; z < probe.depth_mm; z += 0.7) {
      for (double x = -18.9; x < 19.0; x += 0.7) {
        const auto found = static_cast<std::size_t>(limb.locate({x, z}).structure);
        const int label = found < limb.bodies().size() ? limb.bodies()[found].label() : kRegionalBackground;
        ASSERT_EQ(limb.label_at({x, z}), label) << x << ' ' << z;
      }
    }
  }
}

TEST(RegionalPhantom, LabelledBodiesLieApart) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random probe_stream(seed, 0);
    Random anatomy_stream(seed, 1);
    const Limb limb(draw_linear_probe(probe_stream), anatomy_stream);
    int labelled = 0;
    for (const Body& body : limb.bodies()) {
      if (body.label() == kRegionalBackground) break;
      ++labelled;
      for (const Body& other : limb.bodies()) {
        if (&other == &body || other.label() == kRegionalBackground) continue;
        EXPECT_GT(other.signed_distance(body.outline.centre()), 0.0) << "seed " << seed;
      }
    }
    EXPECT_GE(labelled, 1) << "seed " << seed;
    EXPECT_LE(labelled, 9) << "seed " << seed;
  }
}

TEST(RegionalPhantom, IsTheSameForTheSameSeed) {
  for (const auto detail : {PhantomDetail::kFull, PhantomDetail::kReduced}) {
    PhantomOptions options = regional(5);
    options.detail = detail;
    const Phantom first = draw_phantom(options);
    EXPECT_EQ(first.frames[0].picture, draw_phantom(options).frames[0].picture);
    options.seed = 6;
    EXPECT_NE(first.frames[0].picture, draw_phantom(options).frames[0].picture);
  }
}

// Mean grey of the pixels with a label; -1 where there is none.
double regional_grey(const Phantom& phantom, std::uint8_t label) {
  double sum = 0.0;
  int count = 0;
  for (std::size_t pixel = 0; pixel < phantom.frames[0].labels.size(); ++pixel) {
    if (phantom.frames[0].labels[pixel] != label || (label == 0 && phantom.frames[0].picture[pixel] == 0)) continue;
    sum += phantom.frames[0].picture[pixel];
    ++count;
  }
  return count > 0 ? sum / count : -1.0;
}

TEST(RegionalPhantom, VesselsAreDarkAndNervesAreNot) {
  int pictures = 0;
  double nerve = 0.0;
  double vessel = 0.0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const Phantom phantom = draw_phantom(regional(seed));
    if (regional_grey(phantom, kRegionalVessel) < 0.0 || regional_grey(phantom, kRegionalNerve) < 0.0) continue;
    nerve += regional_grey(phantom, kRegionalNerve);
    vessel += regional_grey(phantom, kRegionalVessel);
    ++pictures;
  }
  ASSERT_GT(pictures, 12);
  EXPECT_GT(nerve / pictures, 1.5 * vessel / pictures);
}

TEST(RegionalPhantom, ArteryPulsates) {
  int pulsating = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    PhantomOptions options = regional(seed, 200, 260);
    options.phases = {0.0, 0.5};
    const Phantom cine = draw_phantom(options);
    options.phases = {0.0};
    EXPECT_EQ(cine.frames[0].picture, draw_phantom(options).frames[0].picture);
    EXPECT_NE(cine.frames[0].picture, cine.frames[1].picture);
    int growth = 0;
    for (std::size_t pixel = 0; pixel < cine.frames[0].labels.size(); ++pixel) {
      growth += cine.frames[1].labels[pixel] == kRegionalVessel ? 1 : 0;
      growth -= cine.frames[0].labels[pixel] == kRegionalVessel ? 1 : 0;
    }
    EXPECT_GE(growth, -40);
    pulsating += growth > 15 ? 1 : 0;
  }
  EXPECT_GE(pulsating, 3);
}

}  // namespace
}  // namespace sonolist::model
