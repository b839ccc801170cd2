#include "processor/measurement/outline.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace sonolist::processor {
namespace {

// In steps of half a pixel, the unit of the lattice below.
constexpr double kSimplification = 2.0;
constexpr std::uint8_t kInside = 255;

// The mask as a closed set on a lattice of pixel corners (even indices) and centres (odd indices): the border of that
// set is the border of the pixels themselves, where cv::findContours on the mask would give the line through the
// centres of the border pixels, half a pixel inside.
cv::Mat closed_lattice(const cv::Mat& mask) {
  cv::Mat lattice = cv::Mat::zeros(2 * mask.rows + 1, 2 * mask.cols + 1, CV_8U);
  for (int row = 0; row < mask.rows; ++row) {
    const auto* line = mask.ptr<std::uint8_t>(row);
    const cv::Mat above = lattice.row(2 * row), centres = lattice.row(2 * row + 1), below = lattice.row(2 * row + 2);
    auto* point = lattice.ptr<std::uint8_t>(2 * row + 1);
    for (int col = 0; col < mask.cols; ++col, point += 2) {
      if (line[col] != 0) point[0] = point[1] = point[2] = kInside;
    }
    cv::bitwise_or(above, centres, above);
    centres.copyTo(below);
  }
  return lattice;
}

}  // namespace

std::vector<std::vector<cv::Point2f>> outer_outlines(const cv::Mat& mask) {
  std::vector<std::vector<cv::Point>> contours;
  std::vector<cv::Vec4i> hierarchy;
  // RETR_CCOMP and not RETR_EXTERNAL: the latter forgets a part that lies in the hole of another one.
  cv::findContours(closed_lattice(mask), contours, hierarchy, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  std::vector<std::vector<cv::Point2f>> outlines;
  for (std::size_t i = 0; i < contours.size(); ++i) {
    const bool is_hole = hierarchy[i][3] >= 0;
    if (is_hole) continue;
    std::vector<cv::Point> polygon;
    cv::approxPolyDP(contours[i], polygon, kSimplification, true);
    if (polygon.size() < 3) polygon = contours[i];
    std::vector<cv::Point2f> outline;
    outline.reserve(polygon.size());
    for (const cv::Point& point : polygon) {
      outline.emplace_back(static_cast<float>(point.x) * 0.5F, static_cast<float>(point.y) * 0.5F);
    }
    outlines.push_back(std::move(outline));
  }
  return outlines;
}

double outline_length(const std::vector<cv::Point2f>& outline, double x_scale, double y_scale) {
  double length = 0.0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const cv::Point2f step = outline[(i + 1) % outline.size()] - outline[i];
    length += std::hypot(step.x * x_scale, step.y * y_scale);
  }
  return length;
}

double outline_area(const std::vector<cv::Point2f>& outline) {
  return cv::contourArea(outline);
}

}  // namespace sonolist::processor
