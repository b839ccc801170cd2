#include "model/pictures/overlay.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr double kTint = 0.25;

void tint(cv::Mat& overlay, const cv::Mat& mask, const cv::Scalar& colour) {
  cv::Mat filled = overlay.clone();
  filled.setTo(colour, mask);
  cv::addWeighted(filled, kTint, overlay, 1.0 - kTint, 0.0, overlay);
}

}  // namespace

cv::Mat draw_overlay(const cv::Mat& grey, const std::vector<std::uint8_t>& labels,
                     const std::vector<OverlayClass>& classes) {
  if (labels.size() != grey.total()) throw ModelError("overlay: the label map and the picture differ in size");
  const cv::Mat label_map(grey.rows, grey.cols, CV_8UC1, const_cast<std::uint8_t*>(labels.data()));
  cv::Mat overlay;
  cv::cvtColor(grey, overlay, cv::COLOR_GRAY2BGR);
  const double text_scale = std::max(0.35, grey.cols / 1280.0);
  const int line_height = static_cast<int>(30 * text_scale) + 4;
  int line = 1;
  for (const auto& structure : classes) {
    const cv::Mat mask = label_map == structure.index;
    if (cv::countNonZero(mask) == 0) continue;
    const cv::Scalar colour(structure.colour_rgb[2], structure.colour_rgb[1], structure.colour_rgb[0]);
    tint(overlay, mask, colour);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
    cv::drawContours(overlay, outlines, -1, colour, std::max(1, grey.cols / 640));
    const cv::Point place(line_height / 2, line * line_height);
    cv::putText(overlay, structure.label, place, cv::FONT_HERSHEY_SIMPLEX, text_scale, {0, 0, 0}, 3, cv::LINE_AA);
    cv::putText(overlay, structure.label, place, cv::FONT_HERSHEY_SIMPLEX, text_scale, colour, 1, cv::LINE_AA);
    ++line;
  }
  return overlay;
}

}  // namespace sonolist::model
