#include "model/pictures/pair_sheet.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr int kHighestWidth = 320, kCaptionHeight = 18, kGap = 4;

cv::Mat small_picture(const PackedDataset& dataset, std::int64_t sample) {
  const auto offset = static_cast<std::size_t>(sample * dataset.height * dataset.width);
  const cv::Size size(static_cast<int>(dataset.width), static_cast<int>(dataset.height));
  // OpenCV has no view on constant pixels; reading does not change them.
  const cv::Mat grey(size, CV_8UC1, const_cast<std::uint8_t*>(dataset.pictures.data() + offset));
  const cv::Mat labels(size, CV_8UC1, const_cast<std::uint8_t*>(dataset.labels.data() + offset));
  cv::Mat picture;
  cv::cvtColor(grey, picture, cv::COLOR_GRAY2BGR);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(labels != 0, outlines, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  cv::drawContours(picture, outlines, -1, {0, 220, 255});
  if (size.width <= kHighestWidth) return picture;
  cv::Mat reduced;
  const double factor = static_cast<double>(kHighestWidth) / size.width;
  cv::resize(picture, reduced, {kHighestWidth, std::max(1, static_cast<int>(size.height * factor))}, 0, 0,
             cv::INTER_AREA);
  return reduced;
}

void write_caption(cv::Mat& sheet, const std::string& text, int x, int y) {
  cv::putText(sheet, text, {x, y}, cv::FONT_HERSHEY_SIMPLEX, 0.42, {255, 255, 255}, 1, cv::LINE_AA);
}

}  // namespace

cv::Mat draw_pair_sheet(const PackedDataset& dataset, const std::vector<SheetPair>& pairs, int columns) {
  if (pairs.empty()) throw ModelError("pair sheet: there is no pair to draw");
  const auto size = small_picture(dataset, pairs.front().first).size();
  const int cell_width = 2 * size.width + 2 * kGap, cell_height = size.height + kCaptionHeight + kGap;
  const int count = static_cast<int>(pairs.size()), in_row = std::min(columns, count);
  cv::Mat sheet((count + in_row - 1) / in_row * cell_height, in_row * cell_width, CV_8UC3, cv::Scalar(70, 50, 40));
  for (int i = 0; i < count; ++i) {
    const auto& pair = pairs[static_cast<std::size_t>(i)];
    const int x = i % in_row * cell_width, y = i / in_row * cell_height;
    small_picture(dataset, pair.first).copyTo(sheet({{x, y}, size}));
    small_picture(dataset, pair.second).copyTo(sheet({{x + size.width, y}, size}));
    write_caption(sheet, dataset.names[static_cast<std::size_t>(pair.first)] + " " + pair.caption, x + 2,
                  y + cell_height - 9);
    write_caption(sheet, dataset.names[static_cast<std::size_t>(pair.second)], x + size.width + 2, y + cell_height - 9);
  }
  return sheet;
}

}  // namespace sonolist::model
