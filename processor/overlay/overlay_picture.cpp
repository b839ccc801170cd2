#include "processor/overlay/overlay_picture.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "model/pictures/overlay.h"

namespace sonolist::processor {

cv::Mat draw_overlay_picture(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                             const model::Manifest& manifest) {
  cv::Mat rgb(frame.rows, frame.cols, CV_8UC3);
  std::copy(frame.pixels.begin(), frame.pixels.end(), rgb.data);
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  std::vector<model::OverlayClass> classes;
  for (const model::StructureClass& structure : manifest.classes) {
    classes.push_back({structure.index, structure.label, structure.colour_rgb});
  }
  return model::draw_overlay(grey, labels, classes);
}

dicom::RgbFrame draw_overlay_of_box(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                                    const model::Manifest& manifest, const dicom::PixelBox& box) {
  dicom::RgbFrame cut{box.rows(), box.cols(), {}};
  std::vector<std::uint8_t> cut_labels;
  for (int row = box.row_begin; row < box.row_end; ++row) {
    const auto begin = static_cast<std::ptrdiff_t>(row) * frame.cols + box.col_begin;
    cut.pixels.insert(cut.pixels.end(), frame.pixels.begin() + 3 * begin,
                      frame.pixels.begin() + 3 * (begin + box.cols()));
    cut_labels.insert(cut_labels.end(), labels.begin() + begin, labels.begin() + begin + box.cols());
  }
  cv::Mat picture = draw_overlay_picture(cut, cut_labels, manifest);
  cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  cut.pixels.assign(picture.datastart, picture.dataend);
  return cut;
}

}  // namespace sonolist::processor
