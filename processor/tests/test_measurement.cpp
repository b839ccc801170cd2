#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "processor/measurement/measurement.h"

namespace sonolist::processor {
namespace {

constexpr double kPi = 3.14159265358979323846;

// A frame that owns its arrays. Mid grey everywhere.
class Canvas {
 public:
  Canvas(int rows, int cols)
      : rows_(rows),
        cols_(cols),
        labels_(static_cast<std::size_t>(rows) * cols, 0),
        rgb_(static_cast<std::size_t>(rows) * cols * 3, 128) {}

  void paint(std::uint8_t label, const std::function<bool(int row, int col)>& inside) {
    for (int row = 0; row < rows_; ++row) {
      for (int col = 0; col < cols_; ++col) {
        if (inside(row, col)) labels_[index(row, col)] = label;
      }
    }
  }
  void rectangle(std::uint8_t label, int row, int col, int height, int width) {
    paint(label, [=](int r, int c) { return r >= row && r < row + height && c >= col && c < col + width; });
  }
  // All pixels whose centre lies in the ellipse; centre and semi-axes in pixels.
  void ellipse(std::uint8_t label, double row, double col, double semi_rows, double semi_cols, double angle = 0.0) {
    paint(label, [=](int r, int c) {
      const double x = (c - col) * std::cos(angle) + (r - row) * std::sin(angle);
      const double y = -(c - col) * std::sin(angle) + (r - row) * std::cos(angle);
      return x * x / (semi_cols * semi_cols) + y * y / (semi_rows * semi_rows) <= 1.0;
    });
  }
  void colour(int row, int col, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    std::uint8_t* pixel = rgb_.data() + 3 * index(row, col);
    pixel[0] = red;
    pixel[1] = green;
    pixel[2] = blue;
  }
  MeasuredFrame frame(std::optional<Spacing> spacing = std::nullopt, int top_row = 0) const {
    return {rows_, cols_, labels_.data(), rgb_.data(), top_row, spacing};
  }
  std::size_t index(int row, int col) const { return static_cast<std::size_t>(row) * cols_ + col; }

 private:
  int rows_, cols_;
  std::vector<std::uint8_t> labels_, rgb_;
};

double polygon_area(const std::vector<std::pair<float, float>>& polygon) {
  double twice = 0.0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const auto& [x0, y0] = polygon[i];
    const auto& [x1, y1] = polygon[(i + 1) % polygon.size()];
    twice += x0 * y1 - x1 * y0;
  }
  return std::abs(twice) / 2.0;
}

StructureMeasurements only_structure(const MeasuredFrame& frame) {
  const auto all = measure(frame, {});
  EXPECT_EQ(all.size(), 1U);
  return all.at(0);
}

TEST(Measurement, EmptyFrameHasNoStructures) {
  const Canvas canvas(8, 9);
  EXPECT_TRUE(measure(canvas.frame(), {}).empty());
}

TEST(Measurement, RectangleIsExactWithAnisotropicSpacing) {
  Canvas canvas(60, 80);
  canvas.rectangle(3, 10, 20, 12, 30);
  const auto result = only_structure(canvas.frame(Spacing{0.5, 0.25}, 4));
  EXPECT_EQ(result.label, 3);
  EXPECT_EQ(result.pixel_count, 360);
  EXPECT_EQ(result.parts, 1);
  EXPECT_DOUBLE_EQ(result.area, 360 * 0.125);
  EXPECT_DOUBLE_EQ(result.perimeter, 2 * (30 * 0.5 + 12 * 0.25));
  // The ellipse with the moments of a rectangle: 4 * side / sqrt(12).
  EXPECT_NEAR(result.major_axis, 4 * 30 * 0.5 / std::sqrt(12.0), 1e-9);
  EXPECT_NEAR(result.minor_axis, 4 * 12 * 0.25 / std::sqrt(12.0), 1e-9);
  EXPECT_DOUBLE_EQ(result.nearest_depth, (10 - 4) * 0.25);
  EXPECT_DOUBLE_EQ(result.central_depth, (15.5 - 4) * 0.25);
}

TEST(Measurement, RectangleContourFollowsPixelEdges) {
  Canvas canvas(20, 20);
  canvas.rectangle(1, 5, 6, 4, 7);
  const auto result = only_structure(canvas.frame());
  EXPECT_THAT(result.contour, testing::UnorderedElementsAre(testing::Pair(6.0F, 5.0F), testing::Pair(13.0F, 5.0F),
                                                            testing::Pair(13.0F, 9.0F), testing::Pair(6.0F, 9.0F)));
}

class Disc : public testing::TestWithParam<double> {};

TEST_P(Disc, MatchesTheAnalyticValues) {
  const double radius = GetParam();
  Canvas canvas(240, 260);
  canvas.ellipse(1, 120.3, 128.7, radius, radius);
  const auto result = only_structure(canvas.frame());
  EXPECT_NEAR(result.area, kPi * radius * radius, 0.02 * kPi * radius * radius);
  EXPECT_NEAR(result.perimeter, 2 * kPi * radius, 0.03 * 2 * kPi * radius);
  EXPECT_NEAR(result.major_axis, 2 * radius, 0.02 * 2 * radius);
  EXPECT_NEAR(result.minor_axis, 2 * radius, 0.02 * 2 * radius);
  EXPECT_NEAR(result.central_depth, 120.3, 0.1);
  EXPECT_NEAR(polygon_area(result.contour), result.area, 0.03 * result.area);
}

INSTANTIATE_TEST_SUITE_P(Radii, Disc, testing::Values(8.0, 12.5, 20.0, 33.3, 50.0, 100.0));

TEST(Measurement, RotatedEllipseAxes) {
  Canvas canvas(300, 300);
  canvas.ellipse(1, 150, 150, 30, 90, 0.6);
  const auto result = only_structure(canvas.frame());
  EXPECT_NEAR(result.major_axis, 180, 2.0);
  EXPECT_NEAR(result.minor_axis, 60, 1.0);
  const double ramanujan = kPi * (3 * (90 + 30) - std::sqrt((3 * 90.0 + 30) * (90 + 3 * 30.0)));
  EXPECT_NEAR(result.perimeter, ramanujan, 0.03 * ramanujan);
}

TEST(Measurement, AnisotropicSpacingMakesADiscOfAnEllipse) {
  Canvas canvas(300, 300);
  canvas.ellipse(1, 150, 150, 100, 50);  // 100 rows of 0.1 mm, 50 columns of 0.2 mm: a disc of 10 mm
  const auto result = only_structure(canvas.frame(Spacing{0.2, 0.1}));
  EXPECT_NEAR(result.area, kPi * 100, 0.01 * kPi * 100);
  EXPECT_NEAR(result.major_axis, 20, 0.1);
  EXPECT_NEAR(result.minor_axis, 20, 0.1);
  EXPECT_NEAR(result.perimeter, 2 * kPi * 10, 0.03 * 2 * kPi * 10);
}

TEST(Measurement, TwoPartsAddUpAndTheLargerGivesTheContour) {
  Canvas canvas(40, 60);
  canvas.rectangle(2, 2, 2, 4, 4);
  canvas.rectangle(2, 20, 30, 10, 10);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.parts, 2);
  EXPECT_EQ(result.pixel_count, 116);
  EXPECT_DOUBLE_EQ(result.perimeter, 16 + 40);
  EXPECT_DOUBLE_EQ(polygon_area(result.contour), 100.0);
}

TEST(Measurement, DiagonalNeighboursAreOnePart) {
  Canvas canvas(10, 10);
  canvas.rectangle(1, 2, 2, 2, 2);
  canvas.rectangle(1, 4, 4, 2, 2);
  EXPECT_EQ(only_structure(canvas.frame()).parts, 1);
}

TEST(Measurement, PartsOnePixelApartAreTwo) {
  Canvas canvas(10, 10);
  canvas.rectangle(1, 2, 2, 3, 2);
  canvas.rectangle(1, 2, 5, 3, 2);
  EXPECT_EQ(only_structure(canvas.frame()).parts, 2);
}

TEST(Measurement, IslandInAHoleIsAPart) {
  Canvas canvas(40, 40);
  canvas.rectangle(1, 5, 5, 30, 30);
  canvas.rectangle(0, 10, 10, 20, 20);
  canvas.rectangle(1, 18, 18, 3, 3);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.parts, 2);
  EXPECT_DOUBLE_EQ(result.perimeter, 120 + 12);  // holes do not count
  EXPECT_EQ(result.pixel_count, 900 - 400 + 9);
}

TEST(Measurement, StructureThatFillsTheFrame) {
  Canvas canvas(7, 9);
  canvas.rectangle(255, 0, 0, 7, 9);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.label, 255);
  EXPECT_DOUBLE_EQ(result.perimeter, 32.0);
  EXPECT_DOUBLE_EQ(polygon_area(result.contour), 63.0);
  EXPECT_DOUBLE_EQ(result.nearest_depth, 0.0);
}

TEST(Measurement, SinglePixelHasAContour) {
  Canvas canvas(7, 9);
  canvas.rectangle(4, 6, 8, 1, 1);
  const auto result = only_structure(canvas.frame(Spacing{0.3, 0.2}));
  EXPECT_GE(result.contour.size(), 3U);
  EXPECT_DOUBLE_EQ(polygon_area(result.contour), 1.0);
  EXPECT_NEAR(result.perimeter, 1.0, 1e-12);
  EXPECT_NEAR(result.area, 0.06, 1e-12);
  EXPECT_GT(result.minor_axis, 0.0);
}

TEST(Measurement, LinesOfOnePixelHaveAContour) {
  for (int length = 2; length < 12; ++length) {
    Canvas canvas(20, 20);
    canvas.paint(1, [=](int row, int col) { return row == col && row < length; });
    canvas.rectangle(2, 15, 3, 1, length);
    const auto results = measure(canvas.frame(), {});
    ASSERT_EQ(results.size(), 2U);
    EXPECT_GE(results[0].contour.size(), 3U) << length;
    EXPECT_EQ(results[0].parts, 1) << length;
    EXPECT_GE(results[1].contour.size(), 3U) << length;
    EXPECT_DOUBLE_EQ(results[1].perimeter, 2.0 * length + 2) << length;
  }
}

TEST(Measurement, SeveralStructuresAscendByLabel) {
  Canvas canvas(20, 20);
  canvas.rectangle(5, 0, 0, 2, 2);
  canvas.rectangle(2, 5, 5, 3, 3);
  const auto results = measure(canvas.frame(), {});
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].label, 2);
  EXPECT_EQ(results[0].pixel_count, 9);
  EXPECT_EQ(results[1].label, 5);
  EXPECT_EQ(results[1].pixel_count, 4);
}

TEST(Measurement, EchogenicityIsMeanAndSdOfLuma) {
  Canvas canvas(4, 4);
  canvas.rectangle(1, 0, 0, 1, 2);
  canvas.colour(0, 0, 100, 100, 100);
  canvas.colour(0, 1, 200, 200, 200);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.echogenicity_pixels, 2);
  EXPECT_NEAR(result.echogenicity_mean, 150.0, 1e-9);
  EXPECT_NEAR(result.echogenicity_sd, 50.0, 1e-9);
}

TEST(Measurement, EchogenicityWeighsTheColoursOfANearlyGreyPixel) {
  Canvas canvas(4, 4);
  canvas.rectangle(1, 0, 0, 1, 1);
  canvas.colour(0, 0, 110, 100, 90);
  EXPECT_NEAR(only_structure(canvas.frame()).echogenicity_mean, 0.299 * 110 + 0.587 * 100 + 0.114 * 90, 1e-9);
}

TEST(Measurement, EchogenicityLeavesColourFlowOut) {
  Canvas canvas(4, 4);
  canvas.rectangle(1, 0, 0, 1, 3);
  canvas.colour(0, 0, 80, 80, 80);
  canvas.colour(0, 1, 220, 30, 10);
  canvas.colour(0, 2, 10, 40, 230);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.echogenicity_pixels, 1);
  EXPECT_NEAR(result.echogenicity_mean, 80.0, 1e-9);
  EXPECT_NEAR(result.echogenicity_sd, 0.0, 1e-9);
}

TEST(Measurement, EchogenicityOfAllColourCannotBeComputed) {
  Canvas canvas(4, 4);
  canvas.rectangle(1, 0, 0, 1, 1);
  canvas.colour(0, 0, 220, 30, 10);
  const auto result = only_structure(canvas.frame());
  EXPECT_EQ(result.echogenicity_pixels, 0);
  EXPECT_EQ(result.echogenicity_mean, 0.0);
}

std::vector<model::ProbabilitySums> sums_of(const Canvas& canvas, const std::vector<float>& probability) {
  return {{}, model::sum_probability(canvas.frame().labels, 1, probability.data(), probability.size())};
}

TEST(Measurement, ProbabilityFigures) {
  Canvas canvas(2, 4);
  canvas.rectangle(1, 0, 0, 1, 2);
  std::vector<float> probability(8, 0.0F);
  probability[0] = 0.75F;
  probability[1] = 0.25F;
  probability[2] = 0.5F;  // outside the mask
  const auto results = measure(canvas.frame(), sums_of(canvas, probability));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_DOUBLE_EQ(results[0].mean_probability, 0.5);
  EXPECT_DOUBLE_EQ(results[0].estimated_dice, 2.0 * 1.0 / (2.0 + 1.5));
}

TEST(Measurement, CertainMaskHasDiceOne) {
  Canvas canvas(3, 3);
  canvas.rectangle(1, 0, 0, 2, 2);
  std::vector<float> probability(9, 0.0F);
  for (const auto at : {0, 1, 3, 4}) probability[at] = 1.0F;
  EXPECT_DOUBLE_EQ(measure(canvas.frame(), sums_of(canvas, probability)).at(0).estimated_dice, 1.0);
  EXPECT_DOUBLE_EQ(measure(canvas.frame(), sums_of(canvas, std::vector<float>(9, 0.0F))).at(0).estimated_dice, 0.0);
}

TEST(ShortestDistance, BetweenPixelCentresRespectsAnisotropy) {
  Canvas canvas(50, 50);
  canvas.rectangle(1, 0, 0, 5, 5);   // last pixel (4,4)
  canvas.rectangle(2, 10, 7, 5, 5);  // first pixel (10,7): 6 rows, 3 columns away
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(), 1, 2).value(), std::hypot(6.0, 3.0));
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(Spacing{0.4, 0.1}), 2, 1).value(), std::hypot(0.6, 1.2));
}

TEST(ShortestDistance, AnisotropyDecidesWhichPairIsClosest) {
  Canvas canvas(50, 50);
  canvas.rectangle(1, 20, 20, 1, 1);
  canvas.rectangle(2, 26, 20, 1, 1);  // 6 rows below
  canvas.rectangle(2, 20, 24, 1, 1);  // 4 columns right
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(), 1, 2).value(), 4.0);
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(Spacing{2.0, 1.0}), 1, 2).value(), 6.0);
}

TEST(ShortestDistance, TouchingStructuresAreOnePixelApart) {
  Canvas canvas(10, 10);
  canvas.rectangle(1, 0, 0, 10, 5);
  canvas.rectangle(2, 0, 5, 10, 5);
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(), 1, 2).value(), 1.0);
}

TEST(ShortestDistance, InsideAnotherStructure) {
  Canvas canvas(30, 30);
  canvas.rectangle(1, 0, 0, 30, 30);
  canvas.rectangle(0, 5, 5, 20, 20);
  canvas.rectangle(2, 14, 8, 2, 2);
  EXPECT_DOUBLE_EQ(shortest_distance(canvas.frame(), 1, 2).value(), 4.0);
}

TEST(ShortestDistance, NothingWhenOneIsAbsent) {
  Canvas canvas(10, 10);
  canvas.rectangle(1, 0, 0, 2, 2);
  EXPECT_FALSE(shortest_distance(canvas.frame(), 1, 2).has_value());
  EXPECT_FALSE(shortest_distance(canvas.frame(), 2, 1).has_value());
}

}  // namespace
}  // namespace sonolist::processor
