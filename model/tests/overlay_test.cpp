#include "model/pictures/overlay.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace sonolist::model {
namespace {

// A red square of class 2 at the lower right of a grey picture, far from the legend.
cv::Mat square_overlay() {
  const cv::Mat grey(100, 200, CV_8UC1, cv::Scalar(100));
  std::vector<std::uint8_t> labels(grey.total(), 0);
  for (int row = 60; row < 90; ++row) {
    for (int col = 150; col < 190; ++col) labels[static_cast<std::size_t>(row * 200 + col)] = 2;
  }
  return draw_overlay(grey, labels, {{1, "Absent", {0, 255, 0}}, {2, "Nerve", {255, 0, 0}}});
}

TEST(Overlay, TintsOutlinesAndLeavesTheRest) {
  const auto overlay = square_overlay();
  ASSERT_EQ(overlay.type(), CV_8UC3);
  EXPECT_EQ(overlay.at<cv::Vec3b>(95, 100), cv::Vec3b(100, 100, 100));
  EXPECT_EQ(overlay.at<cv::Vec3b>(60, 170), cv::Vec3b(0, 0, 255));  // outline, BGR
  const auto inside = overlay.at<cv::Vec3b>(75, 170);
  EXPECT_GT(inside[2], 100);
  EXPECT_LT(inside[0], 100);
}

TEST(Overlay, NamesPresentStructuresOnly) {
  const auto overlay = square_overlay();
  int red = 0, green = 0;
  for (int row = 0; row < 40; ++row) {
    for (int col = 0; col < 100; ++col) {
      const auto pixel = overlay.at<cv::Vec3b>(row, col);
      red += pixel[2] > 200 && pixel[1] < 50 ? 1 : 0;
      green += pixel[1] > 200 && pixel[2] < 50 ? 1 : 0;
    }
  }
  EXPECT_GT(red, 0);
  EXPECT_EQ(green, 0);
}

TEST(Overlay, RefusesALabelMapOfAnotherSize) {
  EXPECT_THROW(draw_overlay(cv::Mat(2, 2, CV_8UC1, cv::Scalar(0)), {0, 0, 0}, {}), ModelError);
}

}  // namespace
}  // namespace sonolist::model
