// Outer outlines of the parts of a mask as polygons along pixel edges.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace sonolist::processor {

// One polygon per 8-connected part of `mask` (8-bit, non-zero = inside), each with at least 3 points. Coordinates are
// those of an SR's SCOORD (PS3.3 C.18.6.1.1): (0,0) is the top left corner of the first pixel, a pixel's centre lies at
// +0.5. The polygon follows the pixel edges to within one pixel, so that a slanted border is no staircase and its
// length is near the true one. Holes have no polygon; a part inside a hole has. Pure.
std::vector<std::vector<cv::Point2f>> outer_outlines(const cv::Mat& mask);

// Length of the closed polygon after scaling x and y.
double outline_length(const std::vector<cv::Point2f>& outline, double x_scale, double y_scale);

// Enclosed area of the closed polygon in square pixels.
double outline_area(const std::vector<cv::Point2f>& outline);

}  // namespace sonolist::processor
