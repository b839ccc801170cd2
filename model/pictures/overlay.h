// A label map drawn over its picture, for people.
#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace sonolist::model {

struct OverlayClass {
  int index = 0;  // value in the label map
  std::string label;
  std::array<std::uint8_t, 3> colour_rgb{};
};

// `grey` is CV_8UC1; `labels` has as many entries as it has pixels. Each structure that is present is tinted, outlined
// and named in a legend at the upper left. Returns a BGR picture of the same size.
cv::Mat draw_overlay(const cv::Mat& grey, const std::vector<std::uint8_t>& labels,
                     const std::vector<OverlayClass>& classes);

}  // namespace sonolist::model
