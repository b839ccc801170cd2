#include "processor/overlay/overlay_file.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "model/pictures/overlay.h"
#include "processor/error.h"

namespace sonolist::processor {

void write_overlay(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                   const model::Manifest& manifest, const std::string& path) {
  cv::Mat rgb(frame.rows, frame.cols, CV_8UC3);
  std::copy(frame.pixels.begin(), frame.pixels.end(), rgb.data);
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  std::vector<model::OverlayClass> classes;
  for (const model::StructureClass& structure : manifest.classes) {
    classes.push_back({structure.index, structure.label, structure.colour_rgb});
  }
  if (!cv::imwrite(path, model::draw_overlay(grey, labels, classes))) {
    throw ProcessorError(FailureClass::kConfiguration, path + " cannot be written; check that its folder exists");
  }
}

}  // namespace sonolist::processor
