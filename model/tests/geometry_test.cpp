#include "model/training/geometry.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"

namespace sonolist::model {
namespace {

GeometryOptions no_geometry() {
  GeometryOptions options;
  options.crop_height = options.crop_width = 0;
  options.rotation_degrees = 0.0;
  return options;
}

// Where each pixel comes from, in pixels of the picture: [N,h,w,2] of x, y.
torch::Tensor source_pixels(const GeometryOptions& options, std::int64_t height, std::int64_t width, std::uint64_t seed,
                            std::int64_t count = 4) {
  SampleDraws draws(count, seed);
  const auto grid = sampling_grid(options, height, width, draws, torch::kCPU);
  const auto size = torch::tensor({static_cast<float>(width), static_cast<float>(height)});
  return (grid + 1.0) * size / 2.0 - 0.5;
}

torch::Tensor identity_pixels(std::int64_t height, std::int64_t width) {
  return source_pixels(no_geometry(), height, width, 1, 1);
}

TEST(Geometry, StretchKeepsTheAreaAndChangesTheShape) {
  auto options = no_geometry();
  options.stretch = 0.4;
  const auto source = source_pixels(options, 60, 100, 3, 16);
  double widest = 0.0;
  for (std::int64_t i = 0; i < 16; ++i) {
    const double across = (source[i][30][51][0] - source[i][30][50][0]).item<double>();
    const double down = (source[i][31][50][1] - source[i][30][50][1]).item<double>();
    EXPECT_NEAR(across * down, 1.0, 1e-3);
    EXPECT_LE(std::abs(std::log(down / across)), 0.4 + 1e-3);
    widest = std::max(widest, std::abs(std::log(down / across)));
  }
  EXPECT_GT(widest, 0.1);
}

TEST(Geometry, ShearSlantsTheDepthAxisOnly) {
  auto options = no_geometry();
  options.shear_degrees = 20.0;
  const auto source = source_pixels(options, 60, 100, 5, 16), straight = identity_pixels(60, 100);
  const auto moved = source - straight;
  EXPECT_LT(moved.select(3, 1).abs().max().item<double>(), 1e-3);  // depths stay
  const auto slant = (moved.select(3, 0).select(1, 59) - moved.select(3, 0).select(1, 0)).abs() / 59.0;
  EXPECT_LE(slant.max().item<double>(), std::tan(20.0 * 3.14159265 / 180.0) + 1e-3);
  EXPECT_GT(slant.max().item<double>(), 0.05);
}

TEST(Geometry, ElasticMovesSmoothlyAndAsFarAsItMay) {
  auto options = no_geometry();
  options.elastic = 6.0;
  const auto moved = source_pixels(options, 240, 320, 7) - identity_pixels(240, 320);
  const double farthest = moved.abs().max().item<double>();
  EXPECT_GT(farthest, 3.0);
  EXPECT_LT(farthest, 6.0 * 1.6);  // cubic curves go a little beyond their nodes
  const auto steps = (moved.slice(2, 1) - moved.slice(2, 0, -1)).abs();
  EXPECT_LT(steps.max().item<double>(), 1.0);  // neighbours stay in order: nothing folds over
}

TEST(Geometry, ElasticDoesNotDependOnTheSize) {
  auto options = no_geometry();
  options.elastic = 6.0;
  const auto small = source_pixels(options, 120, 160, 7) - identity_pixels(120, 160);
  const auto large = source_pixels(options, 240, 320, 7) - identity_pixels(240, 320);
  const auto same_places = large.slice(1, 0, 240, 239).slice(2, 0, 320, 319);
  const auto corners = small.slice(1, 0, 120, 119).slice(2, 0, 160, 159);
  EXPECT_LT((same_places - corners * 2.0).abs().max().item<double>(), 1e-2);
}

TEST(Geometry, ElasticComesAsOftenAsAsked) {
  auto options = no_geometry();
  options.elastic = {6.0, 0.5};
  const auto moved = (source_pixels(options, 48, 64, 2, 64) - identity_pixels(48, 64)).abs().amax({1, 2, 3});
  const auto share = (moved > 0.01).sum().item<int>();
  EXPECT_GT(share, 16);
  EXPECT_LT(share, 48);
}

TEST(Geometry, RefusesWhatIsOutOfRange) {
  auto options = no_geometry();
  options.shear_degrees = 61.0;
  EXPECT_THROW(check_geometry(options, 10, 10), ModelError);
  options = no_geometry();
  options.stretch = -0.1;
  EXPECT_THROW(check_geometry(options, 10, 10), ModelError);
  options = no_geometry();
  options.elastic = 41.0;
  EXPECT_THROW(check_geometry(options, 10, 10), ModelError);
}

}  // namespace
}  // namespace sonolist::model
