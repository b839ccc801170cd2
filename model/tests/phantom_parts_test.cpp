#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "model/phantom/motion.h"
#include "model/phantom/probe.h"
#include "model/phantom/random.h"
#include "model/phantom/scan_conversion.h"
#include "model/phantom/scanner.h"
#include "model/phantom/shape.h"
#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

TEST(PhantomRandom, HasTheMomentsItPromises) {
  Random random(1, 0);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kDraws = 20000;
  for (int draw = 0; draw < kDraws; ++draw) {
    const double unit = random.unit();
    ASSERT_GE(unit, 0.0);
    ASSERT_LT(unit, 1.0);
    const double value = random.normal(2.0, 3.0);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  EXPECT_NEAR(mean, 2.0, 0.1);
  EXPECT_NEAR(std::sqrt(squares / kDraws - mean * mean), 3.0, 0.1);
}

TEST(PhantomRandom, StreamsOfOneSeedDiffer) {
  EXPECT_EQ(Random(9, 1).bits(), Random(9, 1).bits());
  EXPECT_NE(Random(9, 1).bits(), Random(9, 2).bits());
  EXPECT_NE(Random(9, 1).bits(), Random(10, 1).bits());
}

TEST(PhantomBlob, KnowsItsInsideAndItsOutline) {
  const Blob blob({10.0, 20.0}, 6.0, 3.0, 0.0);
  EXPECT_NEAR(blob.signed_distance({16.0, 20.0}), 0.0, 1e-9);
  EXPECT_NEAR(blob.signed_distance({10.0, 23.0}), 0.0, 1e-9);
  EXPECT_NEAR(blob.signed_distance({13.0, 20.0}), -3.0, 1e-9);
  EXPECT_NEAR(blob.signed_distance({10.0, 20.0}), -3.0, 1e-9);
  EXPECT_GT(blob.signed_distance({100.0, 20.0}), 0.0);
}

TEST(PhantomBlob, TiltTurnsTheWidthDownwards) {
  const Blob blob({0.0, 0.0}, 6.0, 3.0, 1.5707963267948966);
  EXPECT_NEAR(blob.signed_distance({0.0, 6.0}), 0.0, 1e-9);
  EXPECT_NEAR(blob.vertical_reach(), 6.0, 1e-9);
}

TEST(PhantomSheet, EndsAtItsLowerSurfaceAndItsEnds) {
  Sheet sheet;
  sheet.lower_anchor = {0.0, 50.0};
  sheet.half_length = 30.0;
  sheet.thickness = 20.0;
  EXPECT_LT(sheet.signed_distance({0.0, 40.0}), 0.0);
  EXPECT_NEAR(sheet.signed_distance({0.0, 50.0}), 0.0, 1e-9);
  EXPECT_NEAR(sheet.signed_distance({0.0, 30.0}), 0.0, 1e-9);
  EXPECT_GT(sheet.signed_distance({31.0, 49.0}), 0.0);
}

TEST(PhantomMotion, RestUndoesDisplaced) {
  const Motion motion({5.0, 20.0}, 3.0, 0.05, {0.3, -0.2});
  for (const Point point : {Point{5.0, 20.0}, Point{6.0, 21.0}, Point{9.0, 20.5}, Point{-30.0, 70.0}}) {
    const Point back = motion.rest(motion.displaced(point));
    EXPECT_NEAR(back.x, point.x, 1e-9);
    EXPECT_NEAR(back.z, point.z, 1e-9);
  }
  EXPECT_NEAR(motion.displaced({8.0, 20.0}).x, 5.0 + 3.0 * 1.05 + 0.3, 1e-9);
}

TEST(PhantomProbe, PolarCoordinatesAreInverse) {
  const Probe probe;
  const Point point = probe.at(60.0, -0.3);
  EXPECT_NEAR(probe.range_of(point), 60.0, 1e-9);
  EXPECT_NEAR(probe.lateral_of(point), -0.3, 1e-12);
  EXPECT_TRUE(probe.sees(point));
  EXPECT_FALSE(probe.sees(probe.at(60.0, 0.6)));
  EXPECT_FALSE(probe.sees(probe.at(100.1, 0.0)));
  EXPECT_FALSE(probe.sees(probe.at(-0.1, 0.0)));
}

TEST(PhantomPicture, HoldsTheWholeSector) {
  Probe probe;
  for (const auto& [rows, cols] : {std::pair{480, 640}, std::pair{640, 200}, std::pair{64, 640}}) {
    const PictureGeometry geometry(probe, rows, cols);
    const Point first = geometry.at(0, 0);
    const Point last = geometry.at(rows - 1, cols - 1);
    EXPECT_LT(first.x, -0.5 * probe.width_mm());
    EXPECT_GT(last.x, 0.5 * probe.width_mm());
    EXPECT_LT(first.z, probe.top_mm());
    EXPECT_GT(last.z, probe.depth_mm);
  }
}

TEST(PhantomScanner, StaysWithinTheRangesOfTheDocumentation) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 0);
    const Scanner scanner = draw_scanner(draw_probe(random), 60.0 + static_cast<double>(seed % 60), random);
    EXPECT_GE(scanner.probe.depth_mm, 72.0);
    EXPECT_LE(scanner.probe.depth_mm, 130.0);
    EXPECT_GE(scanner.frequency_mhz, 2.5);
    EXPECT_LE(scanner.frequency_mhz, 4.0);
    EXPECT_GT(scanner.lateral_deviation_mm(120.0), scanner.lateral_deviation_mm(scanner.focus_mm) * 0.9);
    for (const double error : scanner.gain_error_db) EXPECT_LE(std::abs(error), 6.0);
  }
}

TEST(PhantomNoise, IsSmoothAndBounded) {
  for (int step = 0; step < 1000; ++step) {
    const double x = -20.0 + 0.041 * step;
    const double value = texture_noise(x, 0.3 * x, 5);
    EXPECT_LE(std::abs(value), 1.0);
    EXPECT_NEAR(texture_noise(x + 1e-6, 0.3 * x, 5), value, 1e-5);
  }
  EXPECT_NE(texture_noise(0.5, 0.5, 5), texture_noise(0.5, 0.5, 6));
}

}  // namespace
}  // namespace sonolist::model
